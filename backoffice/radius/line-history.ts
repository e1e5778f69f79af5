import type { Tx } from '../../db/client.ts'
import { type Before, mergeNewest, newestFirst } from '../../platform/newest-first.ts'

export type LineHappening = {
  at: string
  id: string
  type: 'session.started' | 'session.stopped' | 'sign-in.rejected'
  login: string
  ip: string | null
  nasName: string | null
  /** Why the session stopped (RFC 2866), or why the sign-in was refused. */
  words: string | null
}

const columns = 'x.type, x.login, x.ip, x.nas_name AS "nasName", x.words'
const ofSessions = (type: string, moment: string, words: string) =>
  newestFirst(
    columns,
    `SELECT s.${moment} AS moment, s.id || ':${type}' AS id, '${type}' AS type, s.username AS login, s.framed_ip AS ip,
       n.name AS nas_name, ${words} AS words
     FROM radius_sessions s LEFT JOIN nas n ON n.tenant_id = s.tenant_id AND n.id = s.nas_id
     WHERE s.customer_id = $1 AND s.${moment} IS NOT NULL`,
  )

const statements = [
  ofSessions('session.started', 'started_at', 'NULL'),
  ofSessions('session.stopped', 'stopped_at', 's.stop_cause'),
  newestFirst(
    columns,
    `SELECT a.at AS moment, a.id::text AS id, 'sign-in.rejected' AS type, a.username AS login, NULL AS ip,
       n.name AS nas_name, a.words
     FROM logins l JOIN auth_attempts a ON a.tenant_id = l.tenant_id AND a.login_id = l.id
     LEFT JOIN nas n ON n.tenant_id = a.tenant_id AND n.id = a.nas_id
     WHERE l.customer_id = $1 AND NOT a.accepted`,
  ),
]

/** How a customer's lines came, went and were refused, newest first. */
export async function lineHistory(
  tx: Tx,
  customerId: string,
  before: Before,
  limit: number,
): Promise<LineHappening[]> {
  const values = [customerId, before?.at ?? null, before?.id ?? null, limit]
  const found = await Promise.all(statements.map(each => tx.query<LineHappening>(each, values)))
  return mergeNewest(
    found.map(({ rows }) => rows),
    limit,
  )
}
