import type { Tx } from '../../db/client.ts'

export type OpenInvoice = {
  id: string
  number: string
  dueOn: string
  totalMinor: bigint
  /** Not yet settled by payments; always above 0. */
  openMinor: bigint
  currency: string
  overdue: boolean
}

type Row = {
  id: string
  customer_id: string
  number: string
  due_on: string
  total: string
  open: string
  currency: string
}

/** The unpaid invoices of each customer, oldest due first. `today` is the tenant's day: due today is not overdue. */
export async function openInvoices(
  tx: Tx,
  customerIds: readonly string[],
  today: string,
): Promise<Map<string, OpenInvoice[]>> {
  const { rows } = await tx.query<Row>(
    {
      name: 'open-invoices',
      text: `SELECT i.id, i.customer_id, i.number, i.due_on::text, i.total_minor::text AS total,
          (i.total_minor - COALESCE(p.paid, 0))::text AS open, i.currency
        FROM invoices i
        LEFT JOIN LATERAL (SELECT sum(a.amount_minor) AS paid FROM allocations a WHERE a.invoice_id = i.id) p ON true
        WHERE i.customer_id = ANY($1::uuid[]) AND i.total_minor > COALESCE(p.paid, 0)
        ORDER BY i.due_on, i.number`,
    },
    [customerIds],
  )
  const byCustomer = new Map<string, OpenInvoice[]>(customerIds.map(id => [id, []]))
  for (const row of rows) byCustomer.get(row.customer_id)?.push(toOpenInvoice(row, today))
  return byCustomer
}

const toOpenInvoice = (row: Row, today: string): OpenInvoice => ({
  id: row.id,
  number: row.number,
  dueOn: row.due_on,
  totalMinor: BigInt(row.total),
  openMinor: BigInt(row.open),
  currency: row.currency,
  overdue: row.due_on < today,
})
