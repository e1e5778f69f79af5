/** Which invoices an amount settles. Pure. */
import { Refusal } from '../../platform/refusal.ts'

export type Allocation = { invoiceId: string; amountMinor: bigint }

type Open = { id: string; number: string; openMinor: bigint }

/** Fills the invoices in the order given (oldest due first) up to their open amounts; what remains is credit. */
export function allocateInOrder(amountMinor: bigint, open: readonly Open[]): Allocation[] {
  let left = amountMinor
  const allocations: Allocation[] = []
  for (const invoice of open) {
    if (left <= 0n) break
    const settles = left >= invoice.openMinor
    const part = settles ? invoice.openMinor : left
    allocations.push({ invoiceId: invoice.id, amountMinor: part })
    left -= part
  }
  return allocations
}

/** Refuses (invalid) shares that are not positive, exceed the payment or an invoice's open amount, or name it twice. */
export function checkAllocations(
  amountMinor: bigint,
  open: readonly Open[],
  wanted: readonly Allocation[],
): void {
  const byId = new Map(open.map(invoice => [invoice.id, invoice]))
  let sum = 0n
  for (const share of wanted) {
    const invoice = byId.get(share.invoiceId)
    if (!invoice) throw new Refusal('invalid', 'A share names an invoice that is not open, or names it twice')
    byId.delete(share.invoiceId)
    if (share.amountMinor <= 0n)
      throw new Refusal('invalid', `The share of ${invoice.number} must be above 0`)
    if (share.amountMinor > invoice.openMinor) {
      throw new Refusal('invalid', `Only ${invoice.openMinor} is open on ${invoice.number}`)
    }
    sum += share.amountMinor
  }
  if (sum > amountMinor) throw new Refusal('invalid', 'The shares add up to more than the payment')
}
