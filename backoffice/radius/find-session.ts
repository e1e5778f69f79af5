/** One session with what led to it: the line's sign-ins, its other sessions, and the service it is for. */
import type { Tx } from '../../db/client.ts'
import type { Attempt } from './find-line.ts'
import { type SessionRow, sessionColumns, sessionJoins } from './find-sessions.ts'

export type SessionService = {
  status: string
  suspendedReason: string | null
  downKbps: number
  upKbps: number
  address: string | null
}

export type SessionDetail = SessionRow & {
  service: SessionService | null
  /** The newest twenty sign-ins with this login, newest first. */
  attempts: (Attempt & { nasName: string; callingStationId: string | null })[]
  /** The ten sessions of this login before and after it, newest first. */
  others: Pick<SessionRow, 'id' | 'startedAt' | 'stoppedAt' | 'stopCause' | 'inputOctets' | 'outputOctets'>[]
}

const session = {
  name: 'radius-find-session',
  text: `SELECT ${sessionColumns}, v.status, v.suspended_reason AS "suspendedReason", v.address,
           p.down_kbps AS "downKbps", p.up_kbps AS "upKbps"
         FROM radius_sessions s ${sessionJoins}
         WHERE s.id = $1 AND ($2::uuid IS NULL OR c.reseller_id = $2)`,
}
const attempts = {
  name: 'radius-attempts-of-username',
  text: `SELECT a.at, a.accepted, a.words, n.name AS "nasName", a.calling_station_id AS "callingStationId"
         FROM auth_attempts a JOIN nas n ON n.tenant_id = a.tenant_id AND n.id = a.nas_id
         WHERE a.username = $1 ORDER BY a.at DESC, a.id DESC LIMIT 20`,
}
const others = `SELECT id, started_at AS "startedAt", stopped_at AS "stoppedAt", stop_cause AS "stopCause",
    input_octets AS "inputOctets", output_octets AS "outputOctets"
  FROM radius_sessions WHERE id <> $2 AND `
const othersOfLogin = {
  name: 'radius-sessions-of-login',
  text: `${others} login_id = $1 ORDER BY started_at DESC LIMIT 10`,
}
/** Among the sessions of logins nobody has, which are few. */
const othersOfUsername = {
  name: 'radius-sessions-of-username',
  text: `${others} login_id IS NULL AND username = $1 ORDER BY started_at DESC LIMIT 10`,
}

/** Null when there is none, or it is no line of a customer that `resellerId` brought. */
export async function findSession(
  tx: Tx,
  id: string,
  resellerId: string | null,
): Promise<SessionDetail | null> {
  const found = await tx.query<SessionRow & Omit<SessionService, 'status'> & { status: string | null }>(
    session,
    [id, resellerId],
  )
  const [row] = found.rows
  if (!row) return null
  const { status, suspendedReason, address, downKbps, upKbps, ...rest } = row
  const [of, which] = row.loginId ? [othersOfLogin, row.loginId] : [othersOfUsername, row.login]
  return {
    ...rest,
    service: status === null ? null : { status, suspendedReason, address, downKbps, upKbps },
    attempts: (await tx.query<SessionDetail['attempts'][number]>(attempts, [row.login])).rows,
    others: (await tx.query<SessionDetail['others'][number]>(of, [which, id])).rows,
  }
}
