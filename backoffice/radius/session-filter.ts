/** Which sessions somebody looks for, as SQL on `s` (radius_sessions). */
import type { Tx } from '../../db/client.ts'

/** What was typed, and the identifiers it may be. */
export type SessionWords = {
  text: string
  /** Spellings of one whole device address. */
  macs: string[]
  /** An address, and the delegated prefixes that would hold it. */
  ip: string | null
  prefixes: string[]
  /** Whether customers are found by name and number. */
  byCustomer: boolean
}

export type SessionFilter = {
  words: SessionWords | null
  nasId: string | null
  state: 'open' | 'ended' | null
  /** Started at this moment or later. */
  since: Date | null
  /** Only sessions of the customers this member brought. */
  resellerId: string | null
}

/** More logins than this are not looked up one by one: so many rows fit that the newest are found at once. */
const mostLogins = 2_000

export const literal = (text: string) => text.replace(/[\\%_]/g, '\\$&')

/** Pairs or fours of digits, or enough of them in a row. Numbers with points in between are an IP address. */
const macParts = /^(?:(?:[\da-f]{2}[:-])+[\da-f]{0,2}|(?:[\da-f]{4}[.-])+[\da-f]{0,4}|[\da-f]{6,12})$/i

/** The digits of a part of a device address, whatever stands between them; null when it is none or says too little. */
export function macPart(text: string): string | null {
  if (!macParts.test(text)) return null
  const hex = text.replace(/[^\da-f]/gi, '').toLowerCase()
  return hex.length >= 4 && hex.length <= 12 ? hex : null
}

/** The condition; `put` takes a value and answers its placeholder. */
export async function sessionCondition(
  tx: Tx,
  filter: SessionFilter,
  put: (value: unknown) => string,
): Promise<string> {
  const all = ['true']
  if (filter.state) all.push(`s.stopped_at IS ${filter.state === 'open' ? '' : 'NOT '}NULL`)
  if (filter.nasId) all.push(`s.nas_id = ${put(filter.nasId)}`)
  if (filter.since) all.push(`s.started_at >= ${put(filter.since)}`)
  if (filter.resellerId)
    all.push(
      `s.customer_id IN (SELECT c.id FROM customers c WHERE c.reseller_id = ${put(filter.resellerId)})`,
    )
  if (filter.words) all.push(`(${(await waysToFit(tx, filter.words, put)).join(' OR ')})`)
  return all.join(' AND ')
}

async function waysToFit(tx: Tx, words: SessionWords, put: (value: unknown) => string): Promise<string[]> {
  const within = `%${literal(words.text.toLowerCase())}%`
  const loginIds = await loginsThatFit(tx, words, within)
  const ways = loginIds
    ? [
        `s.login_id = ANY (${put(loginIds)}::uuid[])`,
        `(s.login_id IS NULL AND lower(s.username) LIKE ${put(within)})`,
      ]
    : [`lower(s.username) LIKE ${put(within)}`, ...customerWay(words, put)]
  if (words.macs.length > 0) ways.push(`s.calling_station_id = ANY (${put(words.macs)}::text[])`)
  else if (macPart(words.text))
    ways.push(`translate(lower(s.calling_station_id), ':-. ', '') LIKE ${put(`%${macPart(words.text)}%`)}`)
  if (words.ip) ways.push(`s.framed_ip = ${put(words.ip)}`)
  else if (/^\d{1,3}\.[\d.]*$/.test(words.text)) ways.push(`s.framed_ip LIKE ${put(`${words.text}%`)}`)
  if (words.prefixes.length > 0) ways.push(`s.framed_ipv6_prefix = ANY (${put(words.prefixes)}::text[])`)
  else if (words.macs.length === 0 && /^[\da-f]+:[\da-f:/]*$/i.test(words.text))
    ways.push(`s.framed_ipv6_prefix LIKE ${put(`${literal(words.text.toLowerCase())}%`)}`)
  return ways
}

/** Logins by their own name or their customer's; null when there are too many to name. */
async function loginsThatFit(tx: Tx, words: SessionWords, within: string): Promise<string[] | null> {
  const values: unknown[] = [within]
  const put = (value: unknown) => `$${values.push(value)}`
  const ways = ['lower(l.username) LIKE $1', ...customerWay(words, put, 'l')]
  const { rows } = await tx.query<{ id: string }>(
    `SELECT l.id FROM logins l WHERE ${ways.join(' OR ')} LIMIT ${mostLogins + 1}`,
    values,
  )
  return rows.length > mostLogins ? null : rows.map(row => row.id)
}

/** Customers by any parts of their name, or by how their number begins. */
function customerWay(words: SessionWords, put: (value: unknown) => string, of = 's'): string[] {
  if (!words.byCustomer) return []
  const parts = words.text.split(/\s+/).map(part => `%${literal(part)}%`)
  const beginning = `${literal(words.text.toLowerCase())}%`
  return [
    `${of}.customer_id IN (SELECT c.id FROM customers c
      WHERE c.name ILIKE ALL (${put(parts)}::text[]) OR lower(c.number) LIKE ${put(beginning)})`,
  ]
}
