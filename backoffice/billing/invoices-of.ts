import type { Tx } from '../../db/client.ts'
import { type Before, newestFirst } from '../../platform/newest-first.ts'

export type InvoiceOf = {
  at: string
  id: string
  number: string
  issuedOn: string
  dueOn: string
  totalMinor: bigint
  /** Not yet settled by payments. */
  openMinor: bigint
  currency: string
}

type Row = Omit<InvoiceOf, 'totalMinor' | 'openMinor'> & { total: string; open: string }

const statement = newestFirst(
  'x.number, x.issued_on::text AS "issuedOn", x.due_on::text AS "dueOn", x.total::text, x.open::text, x.currency',
  // One that was entered on its day stands where it was entered, any other at noon of its day.
  `SELECT CASE WHEN (i.created_at AT TIME ZONE n.time_zone)::date = i.issued_on THEN i.created_at
       ELSE (i.issued_on + time '12:00') AT TIME ZONE n.time_zone END AS moment,
     i.id::text AS id, i.number, i.issued_on, i.due_on, i.total_minor AS total, i.currency,
     i.total_minor - COALESCE((SELECT sum(a.amount_minor) FROM allocations a
       WHERE a.tenant_id = i.tenant_id AND a.invoice_id = i.id), 0) AS open
   FROM invoices i CROSS JOIN tenants n WHERE i.customer_id = $1`,
)

/** Every invoice of a customer, paid or not, newest first. */
export async function invoicesOf(
  tx: Tx,
  customerId: string,
  before: Before,
  limit: number,
): Promise<InvoiceOf[]> {
  const values = [customerId, before?.at ?? null, before?.id ?? null, limit]
  const { rows } = await tx.query<Row>(statement, values)
  return rows.map(({ total, open, ...row }) => ({
    ...row,
    totalMinor: BigInt(total),
    openMinor: BigInt(open),
  }))
}
