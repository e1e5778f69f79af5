import { describe, expect, it } from 'vitest'
import { readAccounting } from './accounting.ts'
import { Attr } from './codec/attributes.ts'
import { encodeAccounting } from './codec/authenticator.ts'
import { type Attribute, decode, type Packet } from './codec/packet.ts'
import { address, integer, octets, text } from './codec/write.ts'

const receivedAt = new Date('2026-03-03T08:00:00Z')
const seconds = receivedAt.getTime() / 1000
const read = (...attributes: Attribute[]) =>
  readAccounting(decode(encodeAccounting(1, attributes, Buffer.from('s'))) as Packet, receivedAt)
const start = [integer(Attr.acctStatusType, 1), text(Attr.acctSessionId, 'a1')]

describe('an accounting record', () => {
  it('holds what the router said', () => {
    const record = read(
      integer(Attr.acctStatusType, 2),
      text(Attr.acctSessionId, 'a1'),
      text(Attr.userName, 'thandi'),
      integer(Attr.nasPort, 15_728_641),
      address(Attr.framedIpAddress, '100.64.1.2'),
      octets(Attr.framedIpv6Prefix, Buffer.from('003020010db80012', 'hex')),
      text(Attr.callingStationId, '02:00:00:AA:BB:CC'),
      integer(Attr.acctInputOctets, 7),
      integer(Attr.acctInputGigawords, 3),
      integer(Attr.acctSessionTime, 3_600),
      integer(Attr.acctTerminateCause, 2),
      octets(Attr.class, Buffer.from([1, 255])),
    )
    expect(record).toEqual({
      kind: 'stop',
      acctSessionId: 'a1',
      username: 'thandi',
      eventAt: receivedAt,
      receivedAt,
      nasPort: '15728641',
      framedIp: '100.64.1.2',
      framedIpv6Prefix: '2001:db8:12::/48',
      callingStationId: '02:00:00:AA:BB:CC',
      calledStationId: null,
      inputOctets: 3 * 2 ** 32 + 7,
      outputOctets: null,
      sessionTimeS: 3_600,
      stopCause: 'Lost-Carrier',
      classHex: '01ff',
    })
  })

  it.each([
    ['Event-Timestamp when it is within a day', [integer(Attr.eventTimestamp, seconds - 86_400)], -86_400],
    [
      'the time it was received when Event-Timestamp is more than a day off',
      [integer(Attr.eventTimestamp, 60)],
      0,
    ],
    [
      'received minus Acct-Delay-Time when there is no Event-Timestamp',
      [integer(Attr.acctDelayTime, 90)],
      -90,
    ],
    [
      'received minus Acct-Delay-Time when Event-Timestamp cannot be',
      [integer(Attr.eventTimestamp, seconds + 86_401), integer(Attr.acctDelayTime, 90)],
      -90,
    ],
    [
      'Event-Timestamp before Acct-Delay-Time',
      [integer(Attr.eventTimestamp, seconds - 5), integer(Attr.acctDelayTime, 90)],
      -5,
    ],
  ])('happened at %s', (_words, attributes, offsetS) => {
    expect(read(...start, ...attributes)).toMatchObject({ eventAt: new Date((seconds + offsetS) * 1000) })
  })

  it('takes a counter no session can reach as absent, and keeps numbers storable', () => {
    const limit = integer(Attr.acctSessionTime, 4_294_967_295)
    const record = read(
      ...start,
      integer(Attr.acctInputOctets, 1),
      integer(Attr.acctInputGigawords, 4_294_967_295),
      limit,
    )
    expect(record).toMatchObject({ inputOctets: null, sessionTimeS: 2_147_483_647 })
  })

  it('names an unknown cause by its number and an interface by its name', () => {
    const record = read(
      ...start,
      integer(Attr.acctTerminateCause, 99),
      integer(Attr.nasPort, 1),
      text(Attr.nasPortId, 'ether3'),
    )
    expect(record).toMatchObject({ stopCause: 'Cause-99', nasPort: 'ether3' })
  })

  it('is malformed without a status or a session, save that a router that restarts has none', () => {
    expect(read(text(Attr.acctSessionId, 'a1'))).toBe('malformed')
    expect(read(integer(Attr.acctStatusType, 3))).toBe('malformed')
    expect(read(integer(Attr.acctStatusType, 7))).toMatchObject({ kind: 'on', acctSessionId: '' })
    expect(read(integer(Attr.acctStatusType, 9))).toBe('unknown')
  })
})
