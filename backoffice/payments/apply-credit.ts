import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/client.ts'
import { allocations } from '../../db/schema/index.ts'
import { openInvoices } from '../billing/index.ts'
import { lockBooks } from '../ledger/index.ts'
import { allocateInOrder } from './allocate.ts'

type Credit = { id: string; left: string }

const findCredit = {
  name: 'find-credit',
  text: `SELECT p.id, (p.amount_minor - COALESCE(sum(a.amount_minor), 0))::text AS left
    FROM payments p LEFT JOIN allocations a ON a.payment_id = p.id
    WHERE p.customer_id = $1
    GROUP BY p.id, p.amount_minor, p.received_on
    HAVING p.amount_minor > COALESCE(sum(a.amount_minor), 0)
    ORDER BY p.received_on, p.id`,
}

/**
 * Settles open invoices with what earlier payments left over, oldest first on both sides; returns the minor units
 * used. The balance does not move, since nothing new is posted: call it after issuing an invoice.
 */
export async function applyCredit(tx: Tx, customerId: string): Promise<bigint> {
  await lockBooks(tx, [customerId])
  const { rows: credits } = await tx.query<Credit>(findCredit, [customerId])
  if (credits.length === 0) return 0n
  // The day only decides what counts as overdue, which is of no matter here.
  let open = (await openInvoices(tx, [customerId], '9999-12-31')).get(customerId) ?? []
  let used = 0n
  for (const credit of credits) {
    const shares = allocateInOrder(BigInt(credit.left), open)
    if (shares.length === 0) break
    await addShares(tx, credit.id, shares)
    const taken = new Map(shares.map(share => [share.invoiceId, share.amountMinor]))
    open = open
      .map(invoice => ({ ...invoice, openMinor: invoice.openMinor - (taken.get(invoice.id) ?? 0n) }))
      .filter(invoice => invoice.openMinor > 0n)
    used += shares.reduce((sum, share) => sum + share.amountMinor, 0n)
  }
  return used
}

/** A payment that already settles a part of the invoice settles more of it. */
async function addShares(
  tx: Tx,
  paymentId: string,
  shares: ReturnType<typeof allocateInOrder>,
): Promise<void> {
  await tx.orm
    .insert(allocations)
    .values(shares.map(share => ({ paymentId, ...share })))
    .onConflictDoUpdate({
      target: [allocations.tenantId, allocations.paymentId, allocations.invoiceId],
      set: { amountMinor: sql`${allocations.amountMinor} + excluded.amount_minor` },
    })
}
