/** The worked examples of RFC 2865 section 7, octet by octet. */
import { describe, expect, it } from 'vitest'
import { Attr } from './attributes.ts'
import { encodeReply, isReplyAuthentic } from './authenticator.ts'
import { all, decode, encode, first, type Packet } from './packet.ts'
import { chapPassword, hidePassword, isChapAnswer, revealPassword } from './password.ts'
import { readAddress, readInteger, readText } from './read.ts'
import { address, integer, octets, text } from './write.ts'

const hex = (words: string) => Buffer.from(words.replace(/\s/g, ''), 'hex')
const secret = Buffer.from('xyzzy5461')

const papRequest = hex(`01 00 00 38 0f 40 3f 94 73 97 80 57 bd 83 d5 cb 98 f4 22 7a 01 06 6e 65 6d 6f
  02 12 0d be 70 8d 93 d4 13 ce 31 96 e4 3f 78 2a 0a ee 04 06 c0 a8 01 10 05 06 00 00 00 03`)
const papAccept = hex(`02 00 00 26 86 fe 22 0e 76 24 ba 2a 10 05 f6 bf 9b 55 e0 b2 06 06 00 00 00 01
  0f 06 00 00 00 00 0e 06 c0 a8 01 03`)
const chapRequest = hex(`01 01 00 47 2a ee 86 f0 8d 0d 55 96 9c a5 97 8e 0d 33 67 a2 01 08 66 6c 6f 70 73 79
  03 13 16 e9 75 57 c3 16 18 58 95 f2 93 ff 63 44 07 72 75 04 06 c0 a8 01 10 05 06 00 00 00 14
  06 06 00 00 00 02 07 06 00 00 00 01`)
const chapAccept = hex(`02 01 00 38 15 ef bc 7d ab 26 cf a3 dc 34 d9 c0 3c 86 01 a4 06 06 00 00 00 02
  07 06 00 00 00 01 08 06 ff ff ff fe 0a 06 00 00 00 02 0d 06 00 00 00 01 0c 06 00 00 05 dc`)

const read = (raw: Buffer) => decode(raw) as Packet

describe('RFC 2865 section 7.1, user telnet to a host', () => {
  const request = read(papRequest)

  it('is read into its attributes', () => {
    expect([request.code, request.id]).toEqual([1, 0])
    expect(readText(request, Attr.userName)).toBe('nemo')
    expect(readAddress(request, Attr.nasIpAddress)).toBe('192.168.1.16')
    expect(readInteger(request, Attr.nasPort)).toBe(3)
    const hidden = first(request, Attr.userPassword) as Buffer
    expect(revealPassword(hidden, secret, request.authenticator)?.toString()).toBe('arctangent')
  })

  it('is written octet for octet', () => {
    const { authenticator } = request
    const written = encode({ code: 1, id: 0, authenticator }, [
      text(Attr.userName, 'nemo'),
      octets(Attr.userPassword, hidePassword(Buffer.from('arctangent'), secret, authenticator)),
      address(Attr.nasIpAddress, '192.168.1.16'),
      integer(Attr.nasPort, 3),
    ])
    expect(written).toEqual(papRequest)
  })

  it('gets an Access-Accept whose authenticator proves the secret', () => {
    expect(isReplyAuthentic(read(papAccept), request.authenticator, secret)).toBe(true)
    expect(isReplyAuthentic(read(papAccept), request.authenticator, Buffer.from('xyzzy5462'))).toBe(false)
  })
})

describe('RFC 2865 section 7.2, framed user with CHAP', () => {
  const request = read(chapRequest)
  const answer = first(request, Attr.chapPassword) as Buffer

  it('is answered by the password against the request authenticator', () => {
    expect(isChapAnswer(answer, Buffer.from('arctangent'), request.authenticator)).toBe(true)
    expect(isChapAnswer(answer, Buffer.from('arctangens'), request.authenticator)).toBe(false)
    expect(chapPassword(22, Buffer.from('arctangent'), request.authenticator)).toEqual(answer)
  })

  it('gets an Access-Accept whose authenticator proves the secret', () => {
    expect(isReplyAuthentic(read(chapAccept), request.authenticator, secret)).toBe(true)
  })

  it('is replied to by us with the same attributes behind a Message-Authenticator', () => {
    const attributes = all(read(chapAccept))
    const reply = read(encodeReply(request, { code: 2, attributes }, secret))
    expect(all(reply).slice(1)).toEqual(attributes)
    expect(all(reply)[0]?.type).toBe(Attr.messageAuthenticator)
    expect(isReplyAuthentic(reply, request.authenticator, secret)).toBe(true)
  })
})
