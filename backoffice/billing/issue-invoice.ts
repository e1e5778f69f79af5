import { eq } from 'drizzle-orm'
import type { Tx } from '../../db/client.ts'
import { invoiceLines, invoices } from '../../db/schema/index.ts'
import { nextNumber, recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import { type EntryLine, lockBooks, postEntry } from '../ledger/index.ts'
import { checkInvoice, checkTotals, type NewInvoice } from './check-invoice.ts'
import { type InvoiceTotals, totalsOf } from './invoice-lines.ts'

export type Invoice = {
  id: string
  number: string
  customerId: string
  issuedOn: string
  dueOn: string
  totalMinor: bigint
  taxMinor: bigint
  currency: string
}

/**
 * Issues an invoice with the next gap-free number, posts it (receivable against revenue and tax) and records
 * `invoice.issued`. Refuses lines that cannot be invoiced (invalid), an unknown customer (missing), and an id that
 * already belongs to another invoice (conflict).
 */
export async function issueInvoice(tx: Tx, input: NewInvoice): Promise<Invoice> {
  checkInvoice(input)
  const totals = totalsOf(input.lines)
  checkTotals(totals)
  await lockBooks(tx, [input.customerId])
  const before = await issuedBefore(tx, input, totals)
  if (before) return before
  const invoice = await insert(tx, input, totals)
  await post(tx, invoice, totals)
  await recordEvent(tx, {
    type: 'invoice.issued',
    customerId: invoice.customerId,
    data: {
      invoiceId: invoice.id,
      number: invoice.number,
      totalMinor: Number(invoice.totalMinor),
      currency: invoice.currency,
      dueOn: invoice.dueOn,
    },
  })
  return invoice
}

async function issuedBefore(tx: Tx, input: NewInvoice, totals: InvoiceTotals): Promise<Invoice | undefined> {
  const [row] = await tx.orm.select().from(invoices).where(eq(invoices.id, input.id))
  if (!row) return undefined
  const same =
    row.customerId === input.customerId &&
    row.totalMinor === totals.totalMinor &&
    row.currency === input.currency
  if (!same) throw new Refusal('conflict', `This id belongs to invoice ${row.number}, which is another one`)
  return withoutBookkeeping(row)
}

async function insert(tx: Tx, input: NewInvoice, totals: InvoiceTotals): Promise<Invoice> {
  const { id, customerId, issuedOn, dueOn, currency } = input
  const number = `INV-${String(await nextNumber(tx, 'invoice')).padStart(5, '0')}`
  const { totalMinor, taxMinor } = totals
  const invoice = { id, number, customerId, issuedOn, dueOn, totalMinor, taxMinor, currency }
  await tx.orm.insert(invoices).values(invoice)
  await tx.orm.insert(invoiceLines).values(
    totals.lines.map(line => ({
      id: newId(),
      invoiceId: id,
      description: line.description,
      netMinor: line.netMinor,
      taxMinor: line.taxMinor,
      taxRateBp: line.taxRateBp,
    })),
  )
  return invoice
}

async function post(tx: Tx, invoice: Invoice, totals: InvoiceTotals): Promise<void> {
  const lines: EntryLine[] = [
    { account: { kind: 'receivable', customerId: invoice.customerId }, amountMinor: totals.totalMinor },
    { account: { kind: 'revenue' }, amountMinor: -totals.netMinor },
    { account: { kind: 'tax' }, amountMinor: -totals.taxMinor },
  ]
  const moved = lines.filter(line => line.amountMinor !== 0n)
  // A free month is a real invoice that moves no money.
  if (moved.length === 0) return
  await postEntry(tx, {
    kind: 'invoice',
    sourceId: invoice.id,
    effectiveOn: invoice.issuedOn,
    memo: `Invoice ${invoice.number}`,
    currency: invoice.currency,
    lines: moved,
  })
}

function withoutBookkeeping(row: typeof invoices.$inferSelect): Invoice {
  const { tenantId: _tenant, createdAt: _created, ...invoice } = row
  return invoice
}
