/** Sessions of all lines, filtered, sorted and a page at a time. */
import type { Tx } from '../../db/client.ts'
import { exactly } from '../../platform/newest-first.ts'
import { type SessionFilter, sessionCondition } from './session-filter.ts'

export type SessionRow = {
  id: string
  login: string
  loginId: string | null
  customerId: string | null
  customerNumber: string | null
  customerName: string | null
  planName: string | null
  nasId: string
  nasName: string
  nasPort: string | null
  ip: string | null
  ipv6Prefix: string | null
  callingStationId: string | null
  startedAt: Date
  /** When the router last reported on it. */
  updatedAt: Date
  stoppedAt: Date | null
  stopCause: string | null
  /** From and to the customer. */
  inputOctets: number
  outputOctets: number
}

export type SessionSort = { by: 'start' | 'duration' | 'traffic'; down: boolean }

/** Where a page ended: what it is sorted by, as text, and the row's id. */
export type SessionPlace = { key: string; id: string }

type Paging = {
  sort: SessionSort
  after: SessionPlace | null
  limit: number
  /** Sessions that are still open last until now: the same "now" for all pages. */
  asOf: Date
}

export const sessionColumns = `s.id, s.username AS login, s.login_id AS "loginId", s.customer_id AS "customerId",
  c.number AS "customerNumber", c.name AS "customerName", p.name AS "planName", s.nas_id AS "nasId", n.name AS "nasName",
  s.nas_port AS "nasPort", s.framed_ip AS ip, s.framed_ipv6_prefix AS "ipv6Prefix",
  s.calling_station_id AS "callingStationId", s.started_at AS "startedAt", s.updated_at AS "updatedAt",
  s.stopped_at AS "stoppedAt", s.stop_cause AS "stopCause", s.input_octets AS "inputOctets",
  s.output_octets AS "outputOctets"`

export const sessionJoins = `JOIN nas n ON n.tenant_id = s.tenant_id AND n.id = s.nas_id
  LEFT JOIN customers c ON c.tenant_id = s.tenant_id AND c.id = s.customer_id
  LEFT JOIN logins l ON l.tenant_id = s.tenant_id AND l.id = s.login_id
  LEFT JOIN services v ON v.tenant_id = l.tenant_id AND v.id = l.service_id
  LEFT JOIN plans p ON p.tenant_id = v.tenant_id AND p.id = v.plan_id`

/** What a page is sorted by: the expression, its type, and how it is told to the microsecond. */
const sorts = {
  start: {
    key: () => 's.started_at',
    type: 'timestamptz',
    text: exactly('key'),
  },
  duration: {
    key: (asOf: string) =>
      `(extract(epoch FROM COALESCE(s.stopped_at, ${asOf}) - s.started_at) * 1000)::bigint`,
    type: 'bigint',
    text: 'key::text',
  },
  traffic: { key: () => 's.input_octets + s.output_octets', type: 'bigint', text: 'key::text' },
}

/** At most `limit` sessions that fit, each with its place. */
export async function findSessions(
  tx: Tx,
  filter: SessionFilter,
  { sort, after, limit, asOf }: Paging,
): Promise<(SessionRow & { place: SessionPlace })[]> {
  const values: unknown[] = []
  const put = (value: unknown) => `$${values.push(value)}`
  const { key, type, text } = sorts[sort.by]
  const sortKey = key(sort.by === 'duration' ? `${put(asOf)}::timestamptz` : '')
  const where = await sessionCondition(tx, filter, put)
  const beyond = after
    ? `AND (${sortKey}, s.id) ${sort.down ? '<' : '>'} (${put(after.key)}::${type}, ${put(after.id)}::uuid)`
    : ''
  const way = sort.down ? 'DESC' : 'ASC'
  // Names are looked up for the rows of the page only.
  const { rows } = await tx.query<SessionRow & { key: string }>(
    `WITH s AS MATERIALIZED (
       SELECT s.*, ${sortKey} AS key FROM radius_sessions s WHERE ${where} ${beyond}
       ORDER BY key ${way}, s.id ${way} LIMIT ${put(limit)})
     SELECT ${sessionColumns}, ${text} AS key FROM s ${sessionJoins} ORDER BY s.key ${way}, s.id ${way}`,
    values,
  )
  return rows.map(({ key, ...row }) => ({ ...row, place: { key, id: row.id } }))
}
