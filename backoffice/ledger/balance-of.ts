import type { Tx } from '../../db/client.ts'
import type { Money } from './checks.ts'

/**
 * What each customer owes: the sum of their receivable account; negative is credit. Every id asked for has an answer:
 * a customer nothing was posted for owes 0 in the tenant's currency.
 */
export async function balanceOf(tx: Tx, customerIds: readonly string[]): Promise<Map<string, Money>> {
  const { rows } = await tx.query<{ customer_id: string; minor: string; currency: string }>(
    {
      name: 'balance-of',
      text: `SELECT w.customer_id, COALESCE(sum(l.amount_minor), 0)::text AS minor,
          COALESCE(a.currency, t.currency) AS currency
        FROM unnest($1::uuid[]) AS w(customer_id)
        CROSS JOIN tenants t
        LEFT JOIN accounts a ON a.kind = 'receivable' AND a.customer_id = w.customer_id
        LEFT JOIN journal_lines l ON l.account_id = a.id
        GROUP BY w.customer_id, a.currency, t.currency`,
    },
    [[...new Set(customerIds)]],
  )
  return new Map(rows.map(row => [row.customer_id, { minor: BigInt(row.minor), currency: row.currency }]))
}
