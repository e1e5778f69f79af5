/** Sign-ins as they came in, newest first: why somebody cannot connect. */
import type { Tx } from '../../db/client.ts'
import { exactly } from '../../platform/newest-first.ts'
import { literal, macPart } from './session-filter.ts'

export type SignInRow = {
  id: string
  at: Date
  accepted: boolean
  words: string
  login: string
  /** Null when nobody has this login. */
  loginId: string | null
  customerId: string | null
  customerNumber: string | null
  customerName: string | null
  nasId: string
  nasName: string
  callingStationId: string | null
}

export type SignInFilter = {
  /** Part of a login, or of a device address in any spelling. */
  text: string | null
  /** Exactly these words. */
  words: string | null
  accepted: boolean | null
  nasId: string | null
  /** At this moment or later. */
  since: Date | null
  /** Only logins of the customers this member brought. */
  resellerId: string | null
}

export type SignInPlace = { at: string; id: string }

/** At most `limit` that fit, older than `after`, each with its place. */
export async function findSignIns(
  tx: Tx,
  filter: SignInFilter,
  after: SignInPlace | null,
  limit: number,
): Promise<(SignInRow & { place: SignInPlace })[]> {
  const values: unknown[] = []
  const put = (value: unknown) => `$${values.push(value)}`
  const all = conditionsOf(filter, put)
  if (after) all.push(`(a.at, a.id) < (${put(after.at)}::timestamptz, ${put(after.id)}::uuid)`)
  const { rows } = await tx.query<SignInRow & { key: string }>(
    `WITH a AS MATERIALIZED (
       SELECT a.* FROM auth_attempts a WHERE ${all.join(' AND ')} ORDER BY a.at DESC, a.id DESC LIMIT ${put(limit)})
     SELECT a.id, a.at, a.accepted, a.words, a.username AS login, a.login_id AS "loginId", c.id AS "customerId",
       c.number AS "customerNumber", c.name AS "customerName", a.nas_id AS "nasId", n.name AS "nasName",
       a.calling_station_id AS "callingStationId",
       ${exactly('a.at')} AS key
     FROM a JOIN nas n ON n.tenant_id = a.tenant_id AND n.id = a.nas_id
     LEFT JOIN logins l ON l.tenant_id = a.tenant_id AND l.id = a.login_id
     LEFT JOIN customers c ON c.tenant_id = l.tenant_id AND c.id = l.customer_id
     ORDER BY a.at DESC, a.id DESC`,
    values,
  )
  return rows.map(({ key, ...row }) => ({ ...row, place: { at: key, id: row.id } }))
}

function conditionsOf(filter: SignInFilter, put: (value: unknown) => string): string[] {
  const all = ['true']
  if (filter.text) {
    const part = macPart(filter.text)
    const byMac = part
      ? ` OR translate(lower(a.calling_station_id), ':-. ', '') LIKE ${put(`%${part}%`)}`
      : ''
    all.push(`(lower(a.username) LIKE ${put(`%${literal(filter.text.toLowerCase())}%`)}${byMac})`)
  }
  if (filter.words) all.push(`a.words = ${put(filter.words)}`)
  if (filter.accepted !== null) all.push(filter.accepted ? 'a.accepted' : 'NOT a.accepted')
  if (filter.nasId) all.push(`a.nas_id = ${put(filter.nasId)}`)
  if (filter.since) all.push(`a.at >= ${put(filter.since)}`)
  if (filter.resellerId)
    all.push(`a.login_id IN (SELECT l.id FROM logins l JOIN customers c ON c.tenant_id = l.tenant_id AND c.id = l.customer_id
      WHERE c.reseller_id = ${put(filter.resellerId)})`)
  return all
}
