import { issueInvoice } from '../../backoffice/billing/index.ts'
import { applyCredit, recordPayment } from '../../backoffice/payments/index.ts'
import { newId } from '../../platform/ids.ts'
import type { Tx } from '../client.ts'
import { addDays, firstOfMonth, monthWords } from './days.ts'
import { tenantFacts } from './people.ts'
import type { Random } from './random.ts'
import type { DemoLine } from './services.ts'

/** How somebody pays. Most pay; the others are what agents get asked about. */
export type Habit = 'pays' | 'ahead' | 'part' | 'late' | 'not'

/**
 * What part of the invoice is paid, by habit and by how many months ago it was issued, in percent. `ahead` paid for
 * two months and a half in one go, so this month is settled from credit and some is left.
 */
const paid: Record<Habit, readonly [thisMonth: number, lastMonth: number, before: number]> = {
  pays: [100, 100, 100],
  ahead: [0, 250, 100],
  part: [0, 40, 100],
  late: [0, 0, 100],
  not: [0, 0, 0],
}

const vatBp = 1_500
const daysToPay = 7

/** Every habit is there in a fixed order, so that the first names of the list always tell the same story. */
export function habitOf(index: number): Habit {
  const cycle: readonly Habit[] = [
    'part',
    'pays',
    'pays',
    'ahead',
    'pays',
    'late',
    'pays',
    'pays',
    'pays',
    'pays',
  ]
  return index === suspendedIndex ? 'not' : (cycle[index % cycle.length] ?? 'pays')
}

/** Whose service stands suspended for want of payment. */
export const suspendedIndex = 13

/** The day the oldest unpaid invoice of the suspended customer fell due. */
export const unpaidSince = (today: string) => addDays(firstOfMonth(today, 2), daysToPay)

/** Three months of invoices on the first of each month, and what was paid for them up to today. */
export async function seedMoney(
  tx: Tx,
  lines: readonly DemoLine[],
  today: string,
  random: Random,
): Promise<void> {
  for (const monthsAgo of [2, 1, 0] as const) {
    for (const [index, line] of lines.entries()) {
      const issuedOn = firstOfMonth(today, monthsAgo)
      const totalMinor = await invoiceMonth(tx, line, issuedOn)
      const amountMinor = (totalMinor * BigInt(paid[habitOf(index)][monthsAgo])) / 100n
      const receivedOn = addDays(issuedOn, 1 + random.whole(daysToPay - 1))
      if (habitOf(index) === 'ahead') await applyCredit(tx, line.customer.id)
      if (amountMinor === 0n || receivedOn > today) continue
      const method = random.pick(['eft', 'eft', 'debit order', 'card', 'cash'])
      await payFor(tx, { line, amountMinor, receivedOn, method })
    }
  }
}

async function invoiceMonth(tx: Tx, line: DemoLine, issuedOn: string): Promise<bigint> {
  const invoice = await issueInvoice(tx, {
    id: newId(),
    customerId: line.customer.id,
    issuedOn,
    dueOn: addDays(issuedOn, daysToPay),
    currency: tenantFacts.currency,
    lines: [
      {
        description: `${line.plan.name}, ${monthWords(issuedOn)}`,
        netMinor: line.plan.priceMinor,
        taxRateBp: vatBp,
      },
    ],
  })
  return invoice.totalMinor
}

async function payFor(
  tx: Tx,
  input: { line: DemoLine; amountMinor: bigint; receivedOn: string; method: string },
): Promise<void> {
  const { line, amountMinor, receivedOn, method } = input
  await recordPayment(tx, {
    id: newId(),
    customerId: line.customer.id,
    receivedOn,
    amountMinor,
    currency: tenantFacts.currency,
    method,
    reference: `${line.customer.number} ${receivedOn}`,
  })
}
