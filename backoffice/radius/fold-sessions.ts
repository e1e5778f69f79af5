/** What accounting records make of sessions: any order, any repetition, each session opened and closed once. Pure. */
import { createHash } from 'node:crypto'
import { newId } from '../../platform/ids.ts'
import type { AccountingRecord } from './accounting.ts'

export type Session = {
  id: string
  sessionKey: string
  nasId: string
  loginId: string | null
  customerId: string | null
  username: string
  acctSessionId: string
  framedIp: string | null
  framedIpv6Prefix: string | null
  nasPort: string | null
  callingStationId: string | null
  calledStationId: string | null
  startedAt: Date
  updatedAt: Date
  stoppedAt: Date | null
  stopCause: string | null
  sessionTimeS: number
  inputOctets: number
  outputOctets: number
}

export type NasRecord = { nasId: string; record: AccountingRecord }
export type Owner = { loginId: string; customerId: string }

/** A Start this long after the Stop under the same key is a new session; a sooner one only arrived late. */
const REUSED_AFTER_MS = 60_000

/** Ids alone are reused after a reboot, so the key also holds user, port and the Class we issued. */
export function sessionKey(
  nasId: string,
  record: Pick<AccountingRecord, 'acctSessionId' | 'username' | 'nasPort' | 'classHex'>,
): string {
  const parts = [nasId, record.acctSessionId, record.username, record.nasPort, record.classHex]
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}

export type Folded = {
  /** By their keys, changed or not. */
  sessions: Map<string, Session>
  /** Ended sessions whose key a new one took over; they carry a key of their own now. */
  retired: Session[]
  /** Records that changed nothing because their session had ended. */
  late: AccountingRecord[]
}

/**
 * Applies the records in order to copies of the stored sessions: those of their keys, and for 'on' and 'off' the
 * router's open ones. `ownerOf` tells whose username it is.
 */
export function foldSessions(
  stored: readonly Session[],
  records: readonly NasRecord[],
  ownerOf: (username: string) => Owner | undefined,
): Folded {
  const folded: Folded = {
    sessions: new Map(stored.map(s => [s.sessionKey, { ...s }])),
    retired: [],
    late: [],
  }
  for (const { nasId, record } of records) {
    if (record.kind === 'on' || record.kind === 'off') closeRouter(folded.sessions, nasId, record.eventAt)
    else foldOne(folded, nasId, record, ownerOf)
  }
  return folded
}

/** A router that (re)starts has no sessions: what it had open before is over. */
function closeRouter(sessions: Map<string, Session>, nasId: string, at: Date): void {
  for (const session of sessions.values()) {
    if (session.nasId !== nasId || session.stoppedAt || session.startedAt >= at) continue
    session.stoppedAt = at
    session.stopCause = 'NAS-Reboot'
  }
}

function foldOne(
  folded: Folded,
  nasId: string,
  record: AccountingRecord,
  ownerOf: (username: string) => Owner | undefined,
): void {
  const key = sessionKey(nasId, record)
  let session = folded.sessions.get(key)
  if (session && isReused(session, record)) {
    folded.retired.push({ ...session, sessionKey: `${key}#${session.id}` })
    session = undefined
  }
  if (!session) {
    session = newSession(key, nasId, record, ownerOf(record.username))
    folded.sessions.set(key, session)
  }
  if (session.stoppedAt && record.kind === 'interim') folded.late.push(record)
  else merge(session, record)
}

function isReused(session: Session, record: AccountingRecord): boolean {
  if (!session.stoppedAt || record.kind !== 'start') return false
  const grace = session.stopCause === 'NAS-Reboot' ? 0 : REUSED_AFTER_MS
  return record.eventAt.getTime() > session.stoppedAt.getTime() + grace
}

function newSession(key: string, nasId: string, record: AccountingRecord, owner: Owner | undefined): Session {
  const ranMs = record.kind === 'start' ? 0 : (record.sessionTimeS ?? 0) * 1000
  return {
    id: newId(),
    sessionKey: key,
    nasId,
    loginId: owner?.loginId ?? null,
    customerId: owner?.customerId ?? null,
    username: record.username,
    acctSessionId: record.acctSessionId,
    framedIp: null,
    framedIpv6Prefix: null,
    nasPort: record.nasPort,
    callingStationId: null,
    calledStationId: null,
    startedAt: new Date(record.eventAt.getTime() - ranMs),
    updatedAt: record.eventAt,
    stoppedAt: null,
    stopCause: null,
    sessionTimeS: 0,
    inputOctets: 0,
    outputOctets: 0,
  }
}

function merge(session: Session, record: AccountingRecord): void {
  const newer = record.eventAt >= session.updatedAt
  const pick = (before: string | null, said: string | null) => (newer ? (said ?? before) : (before ?? said))
  session.framedIp = pick(session.framedIp, record.framedIp)
  session.framedIpv6Prefix = pick(session.framedIpv6Prefix, record.framedIpv6Prefix)
  session.callingStationId = pick(session.callingStationId, record.callingStationId)
  session.calledStationId = pick(session.calledStationId, record.calledStationId)
  // Usage is the most ever reported: a later, lower or missing counter never takes it back.
  session.inputOctets = Math.max(session.inputOctets, record.inputOctets ?? 0)
  session.outputOctets = Math.max(session.outputOctets, record.outputOctets ?? 0)
  session.sessionTimeS = Math.max(session.sessionTimeS, record.sessionTimeS ?? 0)
  if (newer) session.updatedAt = record.eventAt
  if (record.kind === 'start' && record.eventAt < session.startedAt) session.startedAt = record.eventAt
  if (record.kind === 'stop' && !session.stoppedAt) {
    session.stoppedAt = new Date(Math.max(record.eventAt.getTime(), session.startedAt.getTime()))
    session.stopCause = record.stopCause
  }
}
