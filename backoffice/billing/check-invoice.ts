import { Refusal } from '../../platform/refusal.ts'
import { checkCurrency, checkDay, checkMinor } from '../ledger/index.ts'
import type { InvoiceLine, InvoiceTotals } from './invoice-lines.ts'

export type NewInvoice = {
  /** Made by the caller: issuing the same id again returns the invoice issued first. */
  id: string
  customerId: string
  issuedOn: string
  dueOn: string
  currency: string
  lines: readonly InvoiceLine[]
}

const mostLines = 500

/** Refuses (invalid) what could not be printed, taxed or posted. */
export function checkInvoice(invoice: NewInvoice): void {
  checkDay(invoice.issuedOn, 'The day of issue')
  checkDay(invoice.dueOn, 'The due day')
  checkCurrency(invoice.currency)
  if (invoice.dueOn < invoice.issuedOn) {
    throw new Refusal('invalid', 'An invoice cannot be due before it is issued')
  }
  if (invoice.lines.length === 0) throw new Refusal('invalid', 'An invoice needs at least one line')
  if (invoice.lines.length > mostLines)
    throw new Refusal('invalid', `An invoice holds at most ${mostLines} lines`)
  for (const line of invoice.lines) {
    if (line.description.trim() === '') throw new Refusal('invalid', 'Every invoice line needs a description')
    if (!Number.isInteger(line.taxRateBp) || line.taxRateBp < 0 || line.taxRateBp > 10_000) {
      throw new Refusal('invalid', 'A tax rate is a whole number of hundredths of a percent, 0 to 10000')
    }
    checkMinor(line.netMinor, 'An amount')
  }
}

/** A negative total would be a credit note, which is another document. */
export function checkTotals(totals: InvoiceTotals): void {
  for (const amount of [totals.netMinor, totals.taxMinor, totals.totalMinor]) checkMinor(amount, 'The total')
  if (totals.totalMinor < 0n)
    throw new Refusal('invalid', 'An invoice total cannot be negative: issue a credit note')
}
