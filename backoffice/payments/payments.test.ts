import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { issueInvoice, openInvoices } from '../billing/index.ts'
import { createCustomer } from '../customers/index.ts'
import { balanceOf } from '../ledger/index.ts'
import { applyCredit, lastPayment, type NewPayment, recordPayment } from './index.ts'

let database: TestDatabase
let tenantId: string
let customerId: string

const inTenant = <T>(work: (tx: Tx) => Promise<T>) => database.db.withTenant(tenantId, work)

beforeAll(async () => {
  database = await testDatabase()
  tenantId = await database.tenant()
})
beforeEach(async () => {
  customerId = (await inTenant(tx => createCustomer(tx, { id: newId(), name: 'Thandi Mokoena' }))).id
})
afterAll(() => database.close())

const invoice = (netMinor: bigint, dueOn: string) =>
  inTenant(tx =>
    issueInvoice(tx, {
      id: newId(),
      customerId,
      issuedOn: '2026-01-01',
      dueOn,
      currency: 'ZAR',
      lines: [{ description: 'Fibre', netMinor, taxRateBp: 0 }],
    }),
  )

const draft = (amountMinor: bigint, more: Partial<NewPayment> = {}): NewPayment => ({
  id: newId(),
  customerId,
  receivedOn: '2026-03-05',
  amountMinor,
  currency: 'ZAR',
  method: 'eft',
  reference: newId(),
  ...more,
})

const pay = (amountMinor: bigint, more: Partial<NewPayment> = {}) =>
  inTenant(tx => recordPayment(tx, draft(amountMinor, more)))

const openAmounts = async () =>
  (await inTenant(tx => openInvoices(tx, [customerId], '2026-03-05')))
    .get(customerId)
    ?.map(one => one.openMinor)
const balance = async () => (await inTenant(tx => balanceOf(tx, [customerId]))).get(customerId)?.minor

describe('a payment', () => {
  it('settles the oldest due first and leaves the rest as credit', async () => {
    await invoice(100n, '2026-02-20')
    await invoice(100n, '2026-02-10')
    await pay(130n)
    expect(await openAmounts()).toEqual([70n])
    await pay(100n)
    expect(await openAmounts()).toEqual([])
    expect(await balance()).toBe(-30n)
  })

  it('may name the invoices it is for', async () => {
    await invoice(100n, '2026-02-10')
    const second = await invoice(100n, '2026-02-20')
    await pay(50n, { allocate: [{ invoiceId: second.id, amountMinor: 50n }] })
    expect(await openAmounts()).toEqual([100n, 50n])
  })

  it('is refused for more than is open, and then nothing of it is kept', async () => {
    const { id } = await invoice(100n, '2026-02-10')
    const input = draft(200n, { allocate: [{ invoiceId: id, amountMinor: 101n }] })
    await expect(inTenant(tx => recordPayment(tx, input))).rejects.toMatchObject({ kind: 'invalid' })
    expect(await balance()).toBe(100n)
    expect((await inTenant(tx => lastPayment(tx, [customerId]))).size).toBe(0)
  })

  it('reported again under the same method and reference is the first one, even at the same moment', async () => {
    await invoice(100n, '2026-02-10')
    const reference = newId()
    const results = await Promise.all(Array.from({ length: 4 }, () => pay(60n, { reference })))
    expect(new Set(results.map(one => one.id)).size).toBe(1)
    expect(await pay(60n, { reference: `  ${reference} ` })).toEqual(results[0])
    expect(await balance()).toBe(40n)
    expect(await openAmounts()).toEqual([40n])
    const events = await inTenant(tx =>
      tx.query(`SELECT 1 FROM events WHERE type = 'payment.received' AND customer_id = $1`, [customerId]),
    )
    expect(events.rowCount).toBe(1)
  })

  it('never overpays one invoice when two arrive together', async () => {
    await invoice(100n, '2026-02-10')
    await Promise.all([pay(80n), pay(80n), pay(80n)])
    expect(await openAmounts()).toEqual([])
    const { rows } = await inTenant(tx =>
      tx.query<{ sum: string }>(
        'SELECT sum(amount_minor) FROM allocations a JOIN invoices i ON i.id = a.invoice_id WHERE i.customer_id = $1',
        [customerId],
      ),
    )
    expect(rows[0]?.sum).toBe('100')
    expect(await balance()).toBe(-140n)
  })

  it('is refused when its reference or id belongs to a different payment', async () => {
    const first = await pay(10n)
    await expect(pay(11n, { reference: first.reference })).rejects.toMatchObject({ kind: 'conflict' })
    await expect(pay(10n, { id: first.id })).rejects.toMatchObject({ kind: 'conflict' })
    expect(await balance()).toBe(-10n)
  })

  it.each([
    ['of nothing', { amountMinor: 0n }],
    ['below nothing', { amountMinor: -1n }],
    ['without reference', { reference: '  ' }],
    ['without method', { method: '' }],
    ['on no day', { receivedOn: 'yesterday' }],
  ])('is refused %s', async (_words, more) => {
    await expect(pay(1n, more)).rejects.toMatchObject({ kind: 'invalid' })
  })

  it('of another provider’s customer is refused', async () => {
    const other = await database.tenant()
    await expect(database.db.withTenant(other, tx => recordPayment(tx, draft(1n)))).rejects.toMatchObject({
      kind: 'missing',
    })
    await pay(5n)
    expect((await database.db.withTenant(other, tx => lastPayment(tx, [customerId]))).size).toBe(0)
  })
})

describe('credit', () => {
  it('settles later invoices without moving the balance', async () => {
    await pay(150n, { receivedOn: '2026-02-01' })
    await invoice(100n, '2026-02-10')
    await invoice(100n, '2026-02-20')
    const before = await balance()
    expect(await inTenant(tx => applyCredit(tx, customerId))).toBe(150n)
    expect(await openAmounts()).toEqual([50n])
    expect(await balance()).toBe(before)
    expect(await inTenant(tx => applyCredit(tx, customerId))).toBe(0n)
  })

  it('of several payments together never settles more than is open', async () => {
    await pay(80n)
    await pay(80n)
    await invoice(100n, '2026-02-10')
    expect(await inTenant(tx => applyCredit(tx, customerId))).toBe(100n)
    expect(await openAmounts()).toEqual([])
    await invoice(100n, '2026-02-20')
    expect(await inTenant(tx => applyCredit(tx, customerId))).toBe(60n)
    expect(await openAmounts()).toEqual([40n])
  })

  it('adds to what the same payment settled of an invoice before', async () => {
    const { id } = await invoice(100n, '2026-02-10')
    await pay(100n, { allocate: [{ invoiceId: id, amountMinor: 30n }] })
    expect(await inTenant(tx => applyCredit(tx, customerId))).toBe(70n)
    expect(await openAmounts()).toEqual([])
  })
})

describe('the last payment', () => {
  it('is the one received last, not the one recorded last', async () => {
    await pay(20n, { receivedOn: '2026-03-05', method: 'card' })
    await pay(10n, { receivedOn: '2026-02-05' })
    expect((await inTenant(tx => lastPayment(tx, [customerId]))).get(customerId)).toEqual({
      receivedOn: '2026-03-05',
      amountMinor: 20n,
      currency: 'ZAR',
      method: 'card',
    })
  })
})
