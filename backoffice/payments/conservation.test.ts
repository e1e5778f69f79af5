import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { issueInvoice, openInvoices } from '../billing/index.ts'
import { createCustomer } from '../customers/index.ts'
import { balanceOf } from '../ledger/index.ts'
import { applyCredit, recordPayment } from './index.ts'

let database: TestDatabase
let tenantId: string

const inTenant = <T>(work: (tx: Tx) => Promise<T>) => database.db.withTenant(tenantId, work)

beforeAll(async () => {
  database = await testDatabase()
  tenantId = await database.tenant()
})
afterAll(() => database.close())

const who = fc.integer({ min: 0, max: 1 })
const step = fc.oneof(
  fc.record({
    kind: fc.constant('invoice' as const),
    who,
    minor: fc.bigInt({ min: 0n, max: 99_999n }),
    bp: fc.integer({ min: 0, max: 2_500 }),
  }),
  fc.record({ kind: fc.constant('payment' as const), who, minor: fc.bigInt({ min: 1n, max: 150_000n }) }),
  fc.record({ kind: fc.constant('again' as const), who }),
  fc.record({ kind: fc.constant('broken' as const), who }),
  fc.record({ kind: fc.constant('credit' as const), who }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** What ought to stand in the books, kept by hand. */
type Expected = { invoiced: bigint; paid: bigint; last: Parameters<typeof recordPayment>[1] | undefined }

async function take(tx: Tx, one: Step, customerId: string, expected: Expected): Promise<void> {
  const common = { customerId, currency: 'ZAR' }
  if (one.kind === 'invoice') {
    const lines = [{ description: 'Fibre', netMinor: one.minor, taxRateBp: one.bp }]
    const days = { issuedOn: '2026-01-01', dueOn: '2026-01-08' }
    expected.invoiced += (await issueInvoice(tx, { id: newId(), ...common, ...days, lines })).totalMinor
  } else if (one.kind === 'payment') {
    const payment = {
      ...common,
      id: newId(),
      receivedOn: '2026-01-09',
      amountMinor: one.minor,
      method: 'eft',
      reference: newId(),
    }
    await recordPayment(tx, payment)
    expected.paid += one.minor
    expected.last = payment
  } else if (one.kind === 'again') {
    if (expected.last) await recordPayment(tx, { ...expected.last, id: newId() })
  } else if (one.kind === 'credit') {
    await applyCredit(tx, customerId)
  } else {
    await recordPayment(tx, {
      ...common,
      id: newId(),
      receivedOn: '2026-01-09',
      amountMinor: 0n,
      method: 'eft',
      reference: newId(),
    })
  }
}

it('money is conserved: the books sum to zero and every balance is invoices minus payments', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async steps => {
      const ids = await inTenant(async tx => [
        (await createCustomer(tx, { id: newId(), name: 'A' })).id,
        (await createCustomer(tx, { id: newId(), name: 'B' })).id,
      ])
      const expected: Expected[] = ids.map(() => ({ invoiced: 0n, paid: 0n, last: undefined }))
      for (const one of steps) {
        await inTenant(tx => take(tx, one, ids[one.who]!, expected[one.who]!)).catch(error => {
          if (!(error instanceof Refusal) || one.kind !== 'broken') throw error
        })
      }
      await inTenant(tx => check(tx, ids, expected))
    }),
    { numRuns: 25 },
  )
})

async function check(tx: Tx, ids: string[], expected: Expected[]): Promise<void> {
  const total = await tx.query<{ sum: string }>(
    'SELECT COALESCE(sum(amount_minor), 0)::text AS sum FROM journal_lines',
  )
  expect(total.rows[0]?.sum).toBe('0')
  const balances = await balanceOf(tx, ids)
  const open = await openInvoices(tx, ids, '2026-02-01')
  for (const [index, id] of ids.entries()) {
    const { invoiced, paid } = expected[index]!
    expect(balances.get(id)?.minor).toBe(invoiced - paid)
    const left = (open.get(id) ?? []).reduce((sum, invoice) => sum + invoice.openMinor, 0n)
    const { rows } = await tx.query<{ credit: string }>(
      `SELECT (COALESCE((SELECT sum(amount_minor) FROM payments WHERE customer_id = $1), 0)
        - COALESCE((SELECT sum(a.amount_minor) FROM allocations a JOIN payments p ON p.id = a.payment_id
          WHERE p.customer_id = $1), 0))::text AS credit`,
      [id],
    )
    const credit = BigInt(rows[0]!.credit)
    expect(credit >= 0n).toBe(true)
    expect(left - credit).toBe(invoiced - paid)
    for (const invoice of open.get(id) ?? []) expect(invoice.openMinor <= invoice.totalMinor).toBe(true)
  }
}
