/** What an Accounting-Request says, in our words (RFC 2866, RFC 2869). Pure. */
import { AcctStatus, Attr, terminateCauseName } from './codec/attributes.ts'
import { first, type Packet } from './codec/packet.ts'
import { readAddress, readInteger, readIpv6Prefix, readText } from './codec/read.ts'

const DAY_MS = 86_400_000
const MAX_INT4 = 2_147_483_647

export type AccountingKind = 'start' | 'interim' | 'stop' | 'on' | 'off'

/** Absent values are null: a router that does not count is not a router that counted 0. */
export type AccountingRecord = {
  kind: AccountingKind
  /** Acct-Session-Id; empty only for 'on' and 'off'. */
  acctSessionId: string
  username: string
  /** When it happened, as well as the router lets us know. */
  eventAt: Date
  receivedAt: Date
  /** NAS-Port-Id when sent (an interface name), else NAS-Port. */
  nasPort: string | null
  framedIp: string | null
  framedIpv6Prefix: string | null
  callingStationId: string | null
  calledStationId: string | null
  /** From and to the customer. */
  inputOctets: number | null
  outputOctets: number | null
  sessionTimeS: number | null
  stopCause: string | null
  /** The Class we issued at sign-in, hex; tells apart sessions whose Acct-Session-Id was reused. */
  classHex: string | null
}

const kinds: Record<number, AccountingKind> = {
  [AcctStatus.start]: 'start',
  [AcctStatus.stop]: 'stop',
  [AcctStatus.interim]: 'interim',
  [AcctStatus.on]: 'on',
  [AcctStatus.off]: 'off',
}

/**
 * Reads the record. 'malformed' when Acct-Status-Type is missing, or a session has no Acct-Session-Id;
 * 'unknown' for a status we keep nothing of (tunnels, vendor values), which is acknowledged and dropped.
 */
export function readAccounting(packet: Packet, receivedAt: Date): AccountingRecord | 'malformed' | 'unknown' {
  const status = readInteger(packet, Attr.acctStatusType)
  if (status === undefined) return 'malformed'
  const kind = kinds[status]
  if (!kind) return 'unknown'
  const acctSessionId = readText(packet, Attr.acctSessionId) ?? ''
  if (acctSessionId === '' && kind !== 'on' && kind !== 'off') return 'malformed'
  const cause = readInteger(packet, Attr.acctTerminateCause)
  const sessionTime = readInteger(packet, Attr.acctSessionTime)
  return {
    kind,
    acctSessionId,
    username: readText(packet, Attr.userName) ?? '',
    eventAt: eventTime(packet, receivedAt),
    receivedAt,
    nasPort: readText(packet, Attr.nasPortId) ?? readInteger(packet, Attr.nasPort)?.toString() ?? null,
    framedIp: readAddress(packet, Attr.framedIpAddress) ?? null,
    framedIpv6Prefix: readIpv6Prefix(packet, Attr.framedIpv6Prefix) ?? null,
    callingStationId: readText(packet, Attr.callingStationId) ?? null,
    calledStationId: readText(packet, Attr.calledStationId) ?? null,
    inputOctets: readCounter(packet, Attr.acctInputOctets, Attr.acctInputGigawords),
    outputOctets: readCounter(packet, Attr.acctOutputOctets, Attr.acctOutputGigawords),
    sessionTimeS: sessionTime === undefined ? null : Math.min(sessionTime, MAX_INT4),
    stopCause: cause === undefined ? null : terminateCauseName(cause),
    classHex: first(packet, Attr.class)?.toString('hex') ?? null,
  }
}

/** Event-Timestamp when within a day of now (a router without a clock says 1970), else received minus Acct-Delay-Time. */
function eventTime(packet: Packet, receivedAt: Date): Date {
  const stamp = readInteger(packet, Attr.eventTimestamp)
  if (stamp !== undefined && Math.abs(stamp * 1000 - receivedAt.getTime()) <= DAY_MS)
    return new Date(stamp * 1000)
  return new Date(receivedAt.getTime() - (readInteger(packet, Attr.acctDelayTime) ?? 0) * 1000)
}

/** The 64-bit counter, gigawords * 2^32 + octets. Beyond 2^53 (9 PB in one session) it is a fault, taken as absent. */
function readCounter(packet: Packet, low: number, high: number): number | null {
  const octets = readInteger(packet, low)
  if (octets === undefined) return null
  const count = (readInteger(packet, high) ?? 0) * 2 ** 32 + octets
  return Number.isSafeInteger(count) ? count : null
}
