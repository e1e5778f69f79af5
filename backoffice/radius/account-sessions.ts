/** Keeps accounting records: those that arrive together become one transaction, and each is answered after its commit. */
import type { Db, Tx } from '../../db/client.ts'
import { gatherByTenant } from '../../platform/gather-by-tenant.ts'
import { foldSessions, type NasRecord, type Session, sessionKey } from './fold-sessions.ts'
import { type LineEvent, recordLineEvents, turnedSessions } from './line-events.ts'
import type { Account, Log } from './ports.ts'
import { lockSessions, markSeen, readOwners, readSessions, writeSessions } from './session-rows.ts'

const MOST_AT_ONCE = 500

/** Makes the verb. After the commit `publish` is told the events, and `turned` every session that opened or ended. */
export function createAccount(needs: {
  db: Pick<Db, 'withTenant'>
  log: Log
  publish?: (tenantId: string, events: readonly LineEvent[]) => void
  /** Also sessions of logins nobody has; none, when only a router said that it started or stops. */
  turned?: (tenantId: string, sessions: readonly Session[]) => void
}): Account {
  const keep = (tenantId: string, records: NasRecord[]) =>
    needs.db.withTenant(tenantId, async tx => {
      const { events, turned, restarts } = await accountSessions(tx, records, needs.log)
      if (events.length > 0) tx.afterCommit(() => needs.publish?.(tenantId, events))
      if (turned.length > 0 || restarts) tx.afterCommit(() => needs.turned?.(tenantId, turned))
    })
  const gathered = gatherByTenant<NasRecord, unknown>(MOST_AT_ONCE, async (tenantId, records) => {
    try {
      await keep(tenantId, records)
      return records.map(() => undefined)
    } catch (error) {
      if (records.length === 1 || !isAboutTheData(error)) throw error
    }
    // One record the database refuses must not keep its neighbours waiting for ever.
    const outcomes: unknown[] = []
    for (const record of records) outcomes.push(await keep(tenantId, [record]).catch(error => error))
    return outcomes
  })
  return async (nas, record) => {
    const failure = await gathered.add(nas.tenantId, { nasId: nas.nasId, record })
    if (failure !== undefined) throw failure
  }
}

type Accounted = { events: LineEvent[]; turned: Session[]; restarts: boolean }

/** Applies the records to the tenant's sessions and records what opened and ended. */
async function accountSessions(tx: Tx, records: readonly NasRecord[], log: Log): Promise<Accounted> {
  const keys = new Set<string>()
  const usernames = new Set<string>()
  const restarted = new Set<string>()
  for (const { nasId, record } of records) {
    if (record.kind === 'on' || record.kind === 'off') restarted.add(nasId)
    else {
      keys.add(sessionKey(nasId, record))
      usernames.add(record.username)
    }
  }
  await lockSessions(tx)
  const stored = await readSessions(tx, [...keys], [...restarted])
  const owners = await readOwners(tx, [...usernames])
  const { sessions, retired, late } = foldSessions(stored, records, username => owners.get(username))
  for (const { acctSessionId, username } of late)
    log.info({ acctSessionId, username }, 'Interim after the end of its session ignored')
  const changed = changedSessions(stored, [...retired, ...sessions.values()])
  await writeSessions(tx, retired, changed)
  await markSeen(
    tx,
    [...new Set(records.map(({ nasId }) => nasId))],
    new Date(Math.max(...records.map(({ record }) => record.receivedAt.getTime()))),
  )
  const turned = turnedSessions(stored, changed)
  return { events: await recordLineEvents(tx, turned), turned, restarts: restarted.size > 0 }
}

function changedSessions(stored: readonly Session[], sessions: readonly Session[]): Session[] {
  const before = new Map(stored.map(session => [session.id, JSON.stringify(session)]))
  return sessions.filter(session => before.get(session.id) !== JSON.stringify(session))
}

/** SQLSTATE classes 22 (data) and 23 (constraints). */
function isAboutTheData(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code.startsWith('22') || code.startsWith('23')
}
