/** The live line of a customer: what the agent sees beside the conversation. */
import type { Tx } from '../../db/client.ts'

export type Attempt = { at: Date; accepted: boolean; words: string }

/** One login. Session facts are those of the open session, or of the last one when the line is down. */
export type Line = {
  loginId: string
  login: string
  online: boolean
  /** The open session, or the last one. */
  sessionId: string | null
  /** Since when it is up, or since when it is down; null when it was never seen. */
  since: Date | null
  ip: string | null
  nasName: string | null
  nasPort: string | null
  callingStationId: string | null
  /** From and to the customer in this session. */
  inputOctets: number | null
  outputOctets: number | null
  /** When the router last reported on it. */
  updatedAt: Date | null
  lastStopAt: Date | null
  lastStopCause: string | null
  /** The newest five, newest first. */
  lastAttempts: Attempt[]
  /** The sessions of the last 24 hours, oldest first; of a line that came and went more often, the newest hundred. */
  day: Stretch[]
}

/** From when to when a session stood; null: it stands. */
export type Stretch = { from: Date; to: Date | null }

const dayMs = 24 * 3_600_000

const lines = {
  name: 'radius-find-line',
  text: `SELECT l.id AS "loginId", l.username AS login, up.id IS NOT NULL AS online,
           COALESCE(up.id, down.id) AS "sessionId",
           COALESCE(up.started_at, down.stopped_at) AS since,
           COALESCE(up.framed_ip, down.framed_ip) AS ip, n.name AS "nasName",
           COALESCE(up.nas_port, down.nas_port) AS "nasPort",
           COALESCE(up.calling_station_id, down.calling_station_id) AS "callingStationId",
           COALESCE(up.input_octets, down.input_octets) AS "inputOctets",
           COALESCE(up.output_octets, down.output_octets) AS "outputOctets",
           COALESCE(up.updated_at, down.updated_at) AS "updatedAt",
           down.stopped_at AS "lastStopAt", down.stop_cause AS "lastStopCause"
         FROM logins l
         LEFT JOIN LATERAL (SELECT * FROM radius_sessions s WHERE s.login_id = l.id AND s.stopped_at IS NULL
           ORDER BY s.started_at DESC LIMIT 1) up ON true
         LEFT JOIN LATERAL (SELECT * FROM radius_sessions s WHERE s.login_id = l.id AND s.stopped_at IS NOT NULL
           ORDER BY s.started_at DESC LIMIT 1) down ON true
         LEFT JOIN nas n ON n.id = COALESCE(up.nas_id, down.nas_id)
         WHERE l.customer_id = $1
         ORDER BY l.username`,
}
const attempts = {
  name: 'radius-last-attempts',
  text: `SELECT l.id AS "loginId", a.at, a.accepted, a.words
         FROM logins l
         CROSS JOIN LATERAL (SELECT at, accepted, words, id FROM auth_attempts t WHERE t.login_id = l.id
           ORDER BY t.at DESC, t.id DESC LIMIT 5) a
         WHERE l.customer_id = $1
         ORDER BY a.at DESC, a.id DESC`,
}

/** Those that began in the day, and the last one before it: another cannot reach into the day but by overlapping that. */
const stretches = {
  name: 'radius-line-day',
  text: `SELECT l.id AS "loginId", s.started_at AS "from", s.stopped_at AS "to"
         FROM logins l
         CROSS JOIN LATERAL (
           (SELECT started_at, stopped_at FROM radius_sessions s WHERE s.login_id = l.id AND s.started_at > $2
             ORDER BY s.started_at DESC LIMIT 100)
           UNION ALL
           (SELECT started_at, stopped_at FROM radius_sessions s WHERE s.login_id = l.id AND s.started_at <= $2
             ORDER BY s.started_at DESC LIMIT 1)) s
         WHERE l.customer_id = $1 AND (s.stopped_at IS NULL OR s.stopped_at > $2)
         ORDER BY s.started_at`,
}

/** Every login of the customer, by name; empty when there is none or the customer is another tenant's. */
export async function findLine(tx: Tx, customerId: string, now: Date): Promise<Line[]> {
  const [found, tried, stood] = await Promise.all([
    tx.query<Omit<Line, 'lastAttempts' | 'day'>>(lines, [customerId]),
    tx.query<Attempt & { loginId: string }>(attempts, [customerId]),
    tx.query<Stretch & { loginId: string }>(stretches, [customerId, new Date(now.getTime() - dayMs)]),
  ])
  return found.rows.map(line => ({
    ...line,
    lastAttempts: tried.rows
      .filter(({ loginId }) => loginId === line.loginId)
      .map(({ at, accepted, words }) => ({ at, accepted, words })),
    day: stood.rows.filter(({ loginId }) => loginId === line.loginId).map(({ from, to }) => ({ from, to })),
  }))
}
