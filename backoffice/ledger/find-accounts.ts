import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'

/** One receivable per customer, and the tenant's own revenue, tax and bank. */
export type AccountRef =
  | { kind: 'receivable'; customerId: string }
  | { kind: 'revenue' | 'tax' | 'bank'; customerId?: undefined }

export const accountKey = (ref: AccountRef) => `${ref.kind} ${ref.customerId ?? ''}`

type Row = { id: string; kind: string; customer_id: string | null; currency: string }

const find = {
  name: 'find-accounts',
  text: `SELECT a.id, a.kind, a.customer_id, a.currency FROM accounts a
    WHERE (a.kind, a.customer_id) IN (SELECT * FROM unnest($1::text[], $2::uuid[]))
       OR (a.customer_id IS NULL AND a.kind = ANY($1::text[]) AND a.currency = $3)`,
}

const make = {
  name: 'make-accounts',
  text: `INSERT INTO accounts (id, kind, customer_id, currency)
    SELECT n.id, n.kind, n.customer_id, $4 FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS n(id, kind, customer_id)
    ON CONFLICT DO NOTHING`,
}

/**
 * The ids of these accounts by `accountKey`, made on first use. A customer's receivable has one currency for good, so
 * that "what do they owe" is one number: another one is refused (conflict). Needs the customers' books locked.
 */
export async function findAccounts(
  tx: Tx,
  refs: readonly AccountRef[],
  currency: string,
): Promise<Map<string, string>> {
  const wanted = [...new Map(refs.map(ref => [accountKey(ref), ref])).values()]
  const found = await read(tx, wanted, currency)
  const missing = wanted.filter(ref => !found.has(accountKey(ref)))
  if (missing.length === 0) return found
  await tx.query(make, [
    missing.map(() => newId()),
    missing.map(ref => ref.kind),
    missing.map(ref => ref.customerId ?? null),
    currency,
  ])
  return read(tx, wanted, currency)
}

async function read(tx: Tx, wanted: readonly AccountRef[], currency: string): Promise<Map<string, string>> {
  const { rows } = await tx.query<Row>(find, [
    wanted.map(ref => ref.kind),
    wanted.map(ref => ref.customerId ?? null),
    currency,
  ])
  const other = rows.find(row => row.currency !== currency)
  if (other) {
    throw new Refusal('conflict', `This customer's account is kept in ${other.currency}, not in ${currency}`)
  }
  return new Map(rows.map(row => [`${row.kind} ${row.customer_id ?? ''}`, row.id]))
}
