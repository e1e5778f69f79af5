import type { Tx } from '../../db/client.ts'
import { tenantCountry } from './phone.ts'
import { readQuery } from './read-query.ts'

export type CustomerHit = {
  id: string
  number: string
  name: string
  phone: string | null
  email: string | null
  logins: string[]
}

const most = 100

const statement = {
  name: 'search-customers',
  text: `
    WITH by_login AS (
      SELECT customer_id, bool_or(lower(username) = $1) AS exact FROM logins
      WHERE lower(username) LIKE $4 GROUP BY customer_id
    )
    SELECT c.id, c.number, c.name, c.phone, c.email,
      ARRAY(SELECT l.username FROM logins l WHERE l.customer_id = c.id ORDER BY l.username) AS logins
    FROM customers c LEFT JOIN by_login b ON b.customer_id = c.id
    WHERE ($7::uuid IS NULL OR c.reseller_id = $7)
      AND (b.customer_id IS NOT NULL OR ($8 AND (c.phone = $2 OR c.phone LIKE $5)) OR lower(c.number) LIKE $4
        OR ($9 AND c.email LIKE $4) OR c.name ILIKE ALL ($3::text[]))
    ORDER BY
      CASE
        WHEN lower(c.number) = $1 OR c.email = $1 OR c.phone = $2 OR b.exact THEN 0
        WHEN lower(c.name) = $1 THEN 1
        WHEN lower(c.name) LIKE $4 THEN 2
        ELSE 3
      END, c.name, c.id
    LIMIT $6`,
}

/** Through whose eyes: a reseller finds only their own, and nobody finds by what they may not see. */
export type SearchScope = { resellerId: string | null; byPhone: boolean; byEmail: boolean }

const everything: SearchScope = { resellerId: null, byPhone: true, byEmail: true }

/**
 * Customers by name (any parts of it), number, email, login (or how they begin), or phone in any spelling and by its
 * last digits. Exact identifiers come first. At most `limit` (1 to 100).
 */
export async function searchCustomers(
  tx: Tx,
  text: string,
  limit: number,
  scope: SearchScope = everything,
): Promise<CustomerHit[]> {
  const query = readQuery(text, await tenantCountry(tx))
  if (!query) return []
  const { exact, phone, nameParts, beginning, phoneEnd } = query
  const count = Math.min(Math.max(Math.trunc(limit) || 1, 1), most)
  const { resellerId, byPhone, byEmail } = scope
  const values = [exact, phone, nameParts, beginning, phoneEnd, count, resellerId, byPhone, byEmail]
  return (await tx.query<CustomerHit>(statement, values)).rows
}
