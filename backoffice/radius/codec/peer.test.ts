/** The same packets through an independent implementation, both ways. */
import radius from 'radius'
import { describe, expect, it } from 'vitest'
import { Attr } from './attributes.ts'
import {
  checkMessageAuthenticator,
  encodeAccounting,
  encodeReply,
  encodeSignedRequest,
  isAccountingAuthentic,
} from './authenticator.ts'
import { all, Code, decode, first, type Packet } from './packet.ts'
import { hidePassword, revealPassword } from './password.ts'
import { readAddress, readInteger, readText } from './read.ts'
import { address, integer, octets, text, vendorText } from './write.ts'

const secret = 'a shared secret'
const secretOctets = Buffer.from(secret)
const password = 'a password longer than one block of sixteen'

describe('what the peer writes', () => {
  it('reads here as an Access-Request with a valid Message-Authenticator', () => {
    const raw = radius.encode({
      code: 'Access-Request',
      secret,
      identifier: 77,
      add_message_authenticator: true,
      attributes: [
        ['User-Name', 'thandi@fibre.example'],
        ['User-Password', password],
        ['NAS-IP-Address', '10.9.8.7'],
        ['NAS-Port', 4_000_000_000],
        ['Proxy-State', Buffer.from('one')],
        ['Proxy-State', Buffer.from('two')],
      ],
    })
    const packet = decode(raw) as Packet
    expect([packet.code, packet.id]).toEqual([Code.accessRequest, 77])
    expect(checkMessageAuthenticator(packet, secretOctets)).toBe('valid')
    expect(checkMessageAuthenticator(packet, Buffer.from('another'))).toBe('wrong')
    expect(readText(packet, Attr.userName)).toBe('thandi@fibre.example')
    const hidden = first(packet, Attr.userPassword) as Buffer
    expect(revealPassword(hidden, secretOctets, packet.authenticator)?.toString()).toBe(password)
    expect(readAddress(packet, Attr.nasIpAddress)).toBe('10.9.8.7')
    expect(readInteger(packet, Attr.nasPort)).toBe(4_000_000_000)
    expect(all(packet, Attr.proxyState).map(({ value }) => value.toString())).toEqual(['one', 'two'])
  })

  it('reads here as an authentic Accounting-Request', () => {
    const attributes = { 'Acct-Status-Type': 'Start', 'Acct-Session-Id': '8100000a', 'User-Name': 'thandi' }
    const packet = decode(radius.encode({ code: 'Accounting-Request', secret, attributes })) as Packet
    expect(isAccountingAuthentic(packet, secretOctets)).toBe(true)
    expect(isAccountingAuthentic(packet, Buffer.from('another'))).toBe(false)
    expect(readInteger(packet, Attr.acctStatusType)).toBe(1)
    expect(readText(packet, Attr.acctSessionId)).toBe('8100000a')
  })
})

describe('what is written here', () => {
  const authenticator = Buffer.from('0123456789abcdef')
  const request = encodeSignedRequest(
    { code: Code.accessRequest, id: 3, authenticator },
    [
      text(Attr.userName, 'thandi'),
      octets(Attr.userPassword, hidePassword(Buffer.from(password), secretOctets, authenticator)),
      address(Attr.nasIpAddress, '10.9.8.7'),
    ],
    secretOctets,
  )

  it('reads at the peer as an Access-Request', () => {
    const packet = radius.decode({ packet: request, secret })
    expect(packet.code).toBe('Access-Request')
    expect(packet.attributes['User-Name']).toBe('thandi')
    expect(packet.attributes['User-Password']).toBe(password)
    expect(packet.attributes['NAS-IP-Address']).toBe('10.9.8.7')
  })

  it('satisfies the peer as the reply to its request', () => {
    const asked = radius.encode({
      code: 'Access-Request',
      secret,
      add_message_authenticator: true,
      attributes: { 'User-Name': 'thandi' },
    })
    const attributes = [
      integer(Attr.acctInterimInterval, 300),
      address(Attr.framedIpAddress, '100.64.1.2'),
      vendorText(14988, 8, '20M/100M'),
    ]
    const response = encodeReply(
      decode(asked) as Packet,
      { code: Code.accessAccept, attributes },
      secretOctets,
    )
    expect(radius.verify_response({ request: asked, response, secret })).toBe(true)
    const read = radius.decode({ packet: response, secret })
    expect(read.raw_attributes[0]?.[0]).toBe(Attr.messageAuthenticator)
    expect(read.attributes['Acct-Interim-Interval']).toBe(300)
    expect(read.attributes['Framed-IP-Address']).toBe('100.64.1.2')
  })

  it('reads at the peer as accounting', () => {
    const packet = encodeAccounting(
      8,
      [
        integer(Attr.acctStatusType, 2),
        text(Attr.acctSessionId, '8100000a'),
        integer(Attr.acctOutputGigawords, 3),
      ],
      secretOctets,
    )
    const read = radius.decode({ packet, secret })
    expect(read.attributes).toMatchObject({ 'Acct-Status-Type': 'Stop', 'Acct-Session-Id': '8100000a' })
    expect(read.attributes['Acct-Output-Gigawords']).toBe(3)
  })
})
