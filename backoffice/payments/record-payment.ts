import { and, eq, or } from 'drizzle-orm'
import type { Tx } from '../../db/client.ts'
import { allocations, payments } from '../../db/schema/index.ts'
import { recordEvent } from '../../platform/events.ts'
import { Refusal } from '../../platform/refusal.ts'
import { openInvoices } from '../billing/index.ts'
import { checkCurrency, checkDay, checkMinor, lockBooks, postEntry } from '../ledger/index.ts'
import { type Allocation, allocateInOrder, checkAllocations } from './allocate.ts'

export type Payment = {
  id: string
  customerId: string
  receivedOn: string
  amountMinor: bigint
  currency: string
  /** eft, card, cash ... With the reference it names the payment. */
  method: string
  reference: string
}

/** Without `allocate` the oldest due invoices are settled first. */
export type NewPayment = Payment & { allocate?: readonly Allocation[] }

/**
 * Records money received, settles invoices up to their open amounts (what remains stays as credit), posts it (bank
 * against receivable) and records `payment.received`. The same method and reference again return the first payment.
 * Refuses amounts of 0 or less and shares beyond what is open (invalid), an unknown customer (missing), and a
 * reference or id that belongs to a different payment (conflict).
 */
export async function recordPayment(tx: Tx, input: NewPayment): Promise<Payment> {
  const { allocate, ...payment } = { ...input, reference: input.reference.trim() }
  check(payment)
  await lockBooks(tx, [payment.customerId])
  const inserted = await tx.orm
    .insert(payments)
    .values(payment)
    .onConflictDoNothing()
    .returning({ id: payments.id })
  if (inserted.length === 0) return recordedBefore(tx, payment)
  await settle(tx, payment, allocate)
  await postEntry(tx, {
    kind: 'payment',
    sourceId: payment.id,
    effectiveOn: payment.receivedOn,
    memo: `Payment by ${payment.method}, ${payment.reference}`,
    currency: payment.currency,
    lines: [
      { account: { kind: 'bank' }, amountMinor: payment.amountMinor },
      { account: { kind: 'receivable', customerId: payment.customerId }, amountMinor: -payment.amountMinor },
    ],
  })
  const { amountMinor, currency, method, reference } = payment
  const data = { paymentId: payment.id, amountMinor: Number(amountMinor), currency, method, reference }
  await recordEvent(tx, { type: 'payment.received', customerId: payment.customerId, data })
  return payment
}

function check(payment: Payment): void {
  checkDay(payment.receivedOn, 'The day of payment')
  checkCurrency(payment.currency)
  checkMinor(payment.amountMinor, 'The amount')
  if (payment.amountMinor <= 0n) throw new Refusal('invalid', 'A payment must be above 0')
  if (payment.method.trim() === '') throw new Refusal('invalid', 'Say how it was paid, e.g. eft')
  if (payment.reference === '')
    throw new Refusal('invalid', 'A payment needs the reference of the bank or receipt')
}

async function recordedBefore(tx: Tx, payment: Payment): Promise<Payment> {
  const sameReference = and(eq(payments.method, payment.method), eq(payments.reference, payment.reference))
  const rows = await tx.orm
    .select()
    .from(payments)
    .where(or(sameReference, eq(payments.id, payment.id)))
  const row = rows.find(found => found.reference === payment.reference && found.method === payment.method)
  if (!row) throw new Refusal('conflict', 'This id belongs to another payment')
  const same =
    row.customerId === payment.customerId &&
    row.amountMinor === payment.amountMinor &&
    row.currency === payment.currency
  if (!same) {
    throw new Refusal('conflict', `Reference ${row.reference} was recorded for another customer or amount`)
  }
  const { tenantId: _tenant, createdAt: _created, ...first } = row
  return first
}

async function settle(tx: Tx, payment: Payment, wanted: readonly Allocation[] | undefined): Promise<void> {
  const { customerId, amountMinor } = payment
  const open = (await openInvoices(tx, [customerId], payment.receivedOn)).get(customerId) ?? []
  const payable = open.filter(invoice => invoice.currency === payment.currency)
  if (wanted) checkAllocations(amountMinor, payable, wanted)
  const shares = wanted ?? allocateInOrder(amountMinor, payable)
  if (shares.length === 0) return
  await tx.orm.insert(allocations).values(shares.map(share => ({ paymentId: payment.id, ...share })))
}
