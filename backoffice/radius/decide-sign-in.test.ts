import { describe, expect, it } from 'vitest'
import { readCredentials } from './check-credentials.ts'
import { Attr } from './codec/attributes.ts'
import { type Attribute, all, Code, decode, encode, type Packet } from './codec/packet.ts'
import { chapPassword, hidePassword } from './codec/password.ts'
import { readVendor } from './codec/read.ts'
import { octets, vendorText } from './codec/write.ts'
import { decideSignIn } from './decide-sign-in.ts'
import type { Login } from './find-login.ts'
import { lineAttributes, rateLimit } from './line-attributes.ts'

const secret = Buffer.from('secret')
const authenticator = Buffer.alloc(16, 3)
const request = (...attributes: Attribute[]) =>
  decode(encode({ code: Code.accessRequest, id: 1, authenticator }, attributes)) as Packet
const pap = (password: string) =>
  octets(Attr.userPassword, hidePassword(Buffer.from(password), secret, authenticator))
const chap = (password: string) =>
  octets(Attr.chapPassword, chapPassword(9, Buffer.from(password), authenticator))
const login: Login = {
  id: 'login',
  username: 'thandi',
  password: 'sealed',
  staticIp: null,
  disabledAt: null,
  serviceStatus: 'active',
  suspendedReason: null,
  upKbps: 20_000,
  downKbps: 100_000,
}
const decide = (state: Partial<Login> | null, ...attributes: Attribute[]) =>
  decideSignIn(state && { ...login, ...state }, readCredentials(request(...attributes), secret), 'pässword')

describe('a sign-in', () => {
  it('is accepted with the right password of an active service', () => {
    expect(decide({}, pap('pässword'))).toEqual({ accepted: true, words: 'accepted' })
    expect(decide({}, chap('pässword'))).toEqual({ accepted: true, words: 'accepted' })
  })

  it.each([
    ['wrong password', {}, pap('password')],
    ['wrong password', {}, chap('password')],
    ['wrong password', { serviceStatus: 'suspended' }, pap('')],
    ['unknown login', null, pap('')],
    ['login disabled', { disabledAt: new Date(0) }, pap('pässword')],
    ['service suspended: unpaid', { serviceStatus: 'suspended', suspendedReason: 'unpaid' }, pap('pässword')],
    ['service suspended', { serviceStatus: 'suspended' }, chap('pässword')],
    ['service not active yet', { serviceStatus: 'pending' }, pap('pässword')],
    ['service ended', { serviceStatus: 'ended' }, pap('pässword')],
  ])('is rejected in words: %s', (words, state, credential) => {
    expect(decide(state, credential)).toMatchObject({ accepted: false, words })
  })

  it('does not tell a stranger whether the username exists', () => {
    expect(decide(null, pap('x'))).toMatchObject({
      replyMessage: (decide({}, pap('x')) as { replyMessage: string }).replyMessage,
    })
  })

  it.each([
    ['the router sent no password', []],
    ['the router sent both a PAP and a CHAP password', [pap('pässword'), chap('pässword')]],
    [
      'the router sent a PAP password of a length that cannot be',
      [octets(Attr.userPassword, Buffer.alloc(15))],
    ],
    ['the router asked for EAP; set it to PAP or CHAP', [octets(Attr.eapMessage, Buffer.from([2, 0, 0, 4]))]],
    ['the router asked for MS-CHAP; set it to PAP or CHAP', [vendorText(311, 25, 'x'.repeat(50))]],
    ['wrong password', [octets(Attr.chapPassword, Buffer.alloc(16))]],
  ])('that cannot be checked says why: %s', (words, attributes) => {
    expect(decide({}, ...attributes)).toMatchObject({ accepted: false, words })
  })
})

describe('an accepted line', () => {
  it('gets a fresh Class, its speeds as upload/download, interim reports and its static address', () => {
    const packet = request(...lineAttributes({ ...login, staticIp: '203.0.113.9' }))
    expect(readVendor(packet, 14988, 8)?.toString()).toBe('20M/100M')
    expect(all(packet).map(({ type }) => type)).toEqual([
      Attr.class,
      Attr.acctInterimInterval,
      Attr.framedIpAddress,
      26,
    ])
    expect(all(packet)[0]?.value).toHaveLength(16)
    expect(lineAttributes(login)[0]).not.toEqual(lineAttributes(login)[0])
  })

  it('gets no address and no speeds when there are none that can be said', () => {
    const types = lineAttributes({ staticIp: 'not an address', upKbps: 0, downKbps: 5 }).map(
      ({ type }) => type,
    )
    expect(types).toEqual([Attr.class, Attr.acctInterimInterval])
  })

  it('has speeds in the largest unit that is exact', () => {
    expect(rateLimit(1_500, 1_000_000)).toBe('1500k/1000M')
  })
})
