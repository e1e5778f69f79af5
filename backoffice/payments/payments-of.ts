import type { Tx } from '../../db/client.ts'
import { type Before, newestFirst } from '../../platform/newest-first.ts'

export type PaymentOf = {
  at: string
  id: string
  receivedOn: string
  amountMinor: bigint
  currency: string
  method: string
  reference: string
  /** Numbers of the invoices it settles. */
  invoices: string[]
}

type Row = Omit<PaymentOf, 'amountMinor'> & { amount: string }

const statement = newestFirst(
  'x.received_on::text AS "receivedOn", x.amount::text, x.currency, x.method, x.reference, x.invoices',
  // One that was entered on its day stands where it was entered, any other at noon of its day.
  `SELECT CASE WHEN (p.created_at AT TIME ZONE n.time_zone)::date = p.received_on THEN p.created_at
       ELSE (p.received_on + time '12:00') AT TIME ZONE n.time_zone END AS moment,
     p.id::text AS id, p.received_on, p.amount_minor AS amount, p.currency, p.method, p.reference,
     ARRAY(SELECT i.number FROM allocations a JOIN invoices i ON i.tenant_id = a.tenant_id AND i.id = a.invoice_id
       WHERE a.tenant_id = p.tenant_id AND a.payment_id = p.id ORDER BY i.number) AS invoices
   FROM payments p CROSS JOIN tenants n WHERE p.customer_id = $1`,
)

/** Every payment of a customer, newest first. */
export async function paymentsOf(
  tx: Tx,
  customerId: string,
  before: Before,
  limit: number,
): Promise<PaymentOf[]> {
  const values = [customerId, before?.at ?? null, before?.id ?? null, limit]
  const { rows } = await tx.query<Row>(statement, values)
  return rows.map(({ amount, ...row }) => ({ ...row, amountMinor: BigInt(amount) }))
}
