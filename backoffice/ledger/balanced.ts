/** The arithmetic of double entry. Pure. */
import { Refusal } from '../../platform/refusal.ts'

/** Refuses a posting whose lines do not sum to zero, or that has none. Debit positive, credit negative. */
export function checkBalanced(lines: readonly { amountMinor: bigint }[]): void {
  if (lines.length < 2) throw new Refusal('invalid', 'A journal entry needs at least two lines')
  const sum = lines.reduce((total, line) => total + line.amountMinor, 0n)
  if (sum !== 0n) {
    throw new Refusal('invalid', `The lines of a journal entry must sum to zero; these sum to ${sum}`)
  }
}
