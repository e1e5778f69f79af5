/** Tells what became of lines: one event for each session that opened or ended, in the transaction of the change. */
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import type { Session } from './fold-sessions.ts'

export type LineEvent = {
  id: string
  type: 'session.started' | 'session.stopped'
  customerId: string
  data: {
    sessionId: string
    loginId: string
    login: string
    /** Whether the line is up now: a login can have another session open. */
    online: boolean
    ip: string | null
    nasId: string
    /** When the session started or stopped, ISO. */
    at: string
    /** Why it stopped, as RFC 2866 names it. */
    cause: string | null
  }
}

const insert = {
  name: 'radius-record-line-events',
  text: `INSERT INTO events (id, customer_id, type, data)
         SELECT id, "customerId", type, data
         FROM json_to_recordset($1) AS r(id uuid, "customerId" uuid, type text, data jsonb)`,
}
const onlineLogins = {
  name: 'radius-online-logins',
  text: `SELECT DISTINCT login_id AS "loginId" FROM radius_sessions WHERE login_id = ANY($1) AND stopped_at IS NULL`,
}

/** Sessions that opened, ended, or were first heard of when already over. */
export function turnedSessions(before: readonly Session[], after: readonly Session[]): Session[] {
  const wasOpen = new Map(before.map(session => [session.id, session.stoppedAt === null]))
  return after.filter(session => wasOpen.get(session.id) !== (session.stoppedAt === null))
}

/**
 * Records the events after the sessions were written; answers them for publishing after the commit. Sessions of unknown
 * logins are events to nobody.
 */
export async function recordLineEvents(tx: Tx, turned: readonly Session[]): Promise<LineEvent[]> {
  const sessions = turned.filter(session => session.loginId !== null)
  if (sessions.length === 0) return []
  const loginIds = [...new Set(sessions.map(session => session.loginId))]
  const { rows } = await tx.query<{ loginId: string }>(onlineLogins, [loginIds])
  const online = new Set(rows.map(row => row.loginId))
  const events = sessions.flatMap(session => {
    if (!session.loginId || !session.customerId) return []
    return lineEvent(session, session.loginId, session.customerId, online.has(session.loginId))
  })
  await tx.query(insert, [JSON.stringify(events)])
  return events
}

function lineEvent(session: Session, loginId: string, customerId: string, online: boolean): LineEvent {
  return {
    id: newId(),
    type: session.stoppedAt ? 'session.stopped' : 'session.started',
    customerId,
    data: {
      sessionId: session.id,
      loginId,
      login: session.username,
      online,
      ip: session.framedIp,
      nasId: session.nasId,
      at: (session.stoppedAt ?? session.startedAt).toISOString(),
      cause: session.stopCause,
    },
  }
}
