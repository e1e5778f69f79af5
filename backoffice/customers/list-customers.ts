/** A page of all customers: which, in what order. What stands in the rows is asked for by `customerFacts`. */
import type { Tx } from '../../db/client.ts'
import { exactly } from '../../platform/newest-first.ts'
import { tenantCountry } from './phone.ts'
import { type CustomerQuery, readQuery } from './read-query.ts'
import type { SearchScope } from './search-customers.ts'
import { type Standing, standingSql } from './standing.ts'

export type CustomerFilter = {
  /** Name, number, phone in any spelling, email or login. */
  q?: string | undefined
  standing?: Standing | undefined
  /** Whether one of their lines is up. */
  online?: boolean | undefined
  /** Only those who owe something. */
  owing?: boolean | undefined
}

export type CustomerOrder = 'name' | 'number' | 'balance' | 'created'

export type CustomerPage = {
  filter: CustomerFilter
  scope: SearchScope
  order: CustomerOrder
  descending: boolean
  /** The last row of the page before. */
  after: { key: string; id: string } | null
  limit: number
}

/** `key`: what is sorted by; `text`: the same as a cursor carries it. */
const orders: Record<CustomerOrder, { key: string; text: string; type: string }> = {
  name: { key: 'left(lower(c.name), 200)', text: 'left(lower(c.name), 200)', type: 'text' },
  // C-999 before C-1000.
  number: {
    key: `lpad(length(c.number)::text, 4, '0') || c.number`,
    text: `lpad(length(c.number)::text, 4, '0') || c.number`,
    type: 'text',
  },
  balance: { key: 'COALESCE(b.minor, 0)', text: 'COALESCE(b.minor, 0)::text', type: 'numeric' },
  created: { key: 'c.created_at', text: exactly('c.created_at'), type: 'timestamptz' },
}

const balances = `LEFT JOIN (SELECT a.customer_id, sum(l.amount_minor) AS minor
    FROM accounts a JOIN journal_lines l ON l.tenant_id = a.tenant_id AND l.account_id = a.id
    WHERE a.kind = 'receivable' GROUP BY a.customer_id) b ON b.customer_id = c.id`

const isUp = `c.id IN (SELECT s.customer_id FROM radius_sessions s
  WHERE s.stopped_at IS NULL AND s.customer_id IS NOT NULL)`

/** Ids and sort keys of one page. What is not asked for is not in the statement. */
export async function listCustomers(tx: Tx, page: CustomerPage): Promise<{ id: string; key: string }[]> {
  const { filter, scope, after, descending } = page
  const values: unknown[] = []
  const bind = (value: unknown) => `$${values.push(value)}`
  const { key, text, type } = orders[page.order]
  const all = ['true']
  if (scope.resellerId !== null) all.push(`c.reseller_id = ${bind(scope.resellerId)}`)
  const query = filter.q ? readQuery(filter.q, await tenantCountry(tx)) : null
  if (query) all.push(matches(query, scope, bind))
  if (filter.standing) all.push(`${standingSql} = ${bind(filter.standing)}`)
  if (filter.online !== undefined) all.push(filter.online ? isUp : `NOT ${isUp}`)
  if (filter.owing) all.push('b.minor > 0')
  if (after) {
    const place = `(${bind(after.key)}::${type}, ${bind(after.id)}::uuid)`
    all.push(`(${key}, c.id) ${descending ? '<' : '>'} ${place}`)
  }
  const way = descending ? 'DESC' : 'ASC'
  const { rows } = await tx.query<{ id: string; key: string }>(
    `SELECT c.id, ${text} AS key FROM customers c ${filter.owing || page.order === 'balance' ? balances : ''}
     WHERE ${all.join(' AND ')} ORDER BY ${key} ${way}, c.id ${way} LIMIT ${bind(page.limit)}`,
    values,
  )
  return rows
}

/** As a search does it: nobody finds by what they may not see. */
function matches(query: CustomerQuery, scope: SearchScope, bind: (value: unknown) => string): string {
  const beginning = bind(query.beginning)
  const ways = [
    `lower(c.number) LIKE ${beginning}`,
    `c.name ILIKE ALL (${bind(query.nameParts)}::text[])`,
    `c.id IN (SELECT l.customer_id FROM logins l WHERE lower(l.username) LIKE ${beginning})`,
  ]
  if (scope.byPhone && query.phone) ways.push(`c.phone = ${bind(query.phone)}`)
  if (scope.byPhone && query.phoneEnd) ways.push(`c.phone LIKE ${bind(query.phoneEnd)}`)
  if (scope.byEmail) ways.push(`c.email LIKE ${beginning}`)
  return `(${ways.join(' OR ')})`
}
