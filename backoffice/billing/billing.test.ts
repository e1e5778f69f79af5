import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createCustomer } from '../customers/index.ts'
import { balanceOf } from '../ledger/index.ts'
import { issueInvoice, type NewInvoice, openInvoices } from './index.ts'

let database: TestDatabase
let tenantId: string
let customerId: string

const inTenant = <T>(work: (tx: Tx) => Promise<T>) => database.db.withTenant(tenantId, work)

beforeAll(async () => {
  database = await testDatabase()
  tenantId = await database.tenant()
  customerId = (await inTenant(tx => createCustomer(tx, { id: newId(), name: 'Thandi Mokoena' }))).id
})
afterAll(() => database.close())

const draft = (more: Partial<NewInvoice> = {}): NewInvoice => ({
  id: newId(),
  customerId,
  issuedOn: '2026-03-01',
  dueOn: '2026-03-08',
  currency: 'ZAR',
  lines: [{ description: 'Fibre 100, March 2026', netMinor: 73_900n, taxRateBp: 1_500 }],
  ...more,
})

const issue = (more: Partial<NewInvoice> = {}) => inTenant(tx => issueInvoice(tx, draft(more)))

describe('issuing an invoice', () => {
  it('numbers, taxes and posts it and says so', async () => {
    const before = (await inTenant(tx => balanceOf(tx, [customerId]))).get(customerId)?.minor ?? 0n
    const invoice = await issue()
    expect(invoice).toMatchObject({
      totalMinor: 84_985n,
      taxMinor: 11_085n,
      dueOn: '2026-03-08',
      currency: 'ZAR',
    })
    expect(invoice.number).toMatch(/^INV-\d{5}$/)
    const { balance, accounts, events } = await inTenant(async tx => ({
      balance: (await balanceOf(tx, [customerId])).get(customerId)?.minor,
      accounts: (
        await tx.query(
          `SELECT a.kind, l.amount_minor FROM journal_lines l JOIN accounts a ON a.id = l.account_id
           JOIN journal_entries e ON e.id = l.entry_id WHERE e.source_id = $1 ORDER BY a.kind`,
          [invoice.id],
        )
      ).rows,
      events: (
        await tx.query(`SELECT customer_id, data FROM events WHERE data->>'invoiceId' = $1`, [invoice.id])
      ).rows,
    }))
    expect(balance).toBe(before + 84_985n)
    expect(accounts).toEqual([
      { kind: 'receivable', amount_minor: 84_985 },
      { kind: 'revenue', amount_minor: -73_900 },
      { kind: 'tax', amount_minor: -11_085 },
    ])
    expect(events).toEqual([
      {
        customer_id: customerId,
        data: {
          invoiceId: invoice.id,
          number: invoice.number,
          totalMinor: 84_985,
          currency: 'ZAR',
          dueOn: '2026-03-08',
        },
      },
    ])
  })

  it('again with the same id returns the same invoice and charges nobody twice', async () => {
    const input = draft()
    const results = await Promise.all(
      Array.from({ length: 4 }, () => inTenant(tx => issueInvoice(tx, input))),
    )
    expect(new Set(results.map(invoice => invoice.number)).size).toBe(1)
    expect(await inTenant(tx => issueInvoice(tx, input))).toEqual(results[0])
    const { rowCount } = await inTenant(tx =>
      tx.query('SELECT 1 FROM invoice_lines WHERE invoice_id = $1', [input.id]),
    )
    expect(rowCount).toBe(1)
  })

  it('refuses an id that belongs to another invoice', async () => {
    const { id } = await issue()
    const lines = [{ description: 'Something else', netMinor: 1n, taxRateBp: 0 }]
    await expect(issue({ id, lines })).rejects.toMatchObject({ kind: 'conflict' })
  })

  it('leaves no gap in the numbers when an issue fails after its number was taken', async () => {
    const first = await issue()
    const failing = inTenant(async tx => {
      await issueInvoice(tx, draft())
      throw new Error('the power went')
    })
    await expect(failing).rejects.toThrow('the power went')
    const second = await issue()
    expect(Number(second.number.slice(4))).toBe(Number(first.number.slice(4)) + 1)
  })

  it('for nothing is a real invoice that moves no money', async () => {
    const invoice = await issue({ lines: [{ description: 'Free month', netMinor: 0n, taxRateBp: 1_500 }] })
    const entries = await inTenant(tx =>
      tx.query('SELECT 1 FROM journal_entries WHERE source_id = $1', [invoice.id]),
    )
    expect(entries.rowCount).toBe(0)
    expect(invoice.totalMinor).toBe(0n)
  })

  it.each([
    ['without lines', { lines: [] }, /at least one line/],
    ['due before it is issued', { dueOn: '2026-02-28' }, /due before/],
    ['on a day that does not exist', { issuedOn: '2026-02-30' }, /calendar day/],
    ['with a nameless line', { lines: [{ description: ' ', netMinor: 1n, taxRateBp: 0 }] }, /description/],
    [
      'with a fraction of a rate',
      { lines: [{ description: 'x', netMinor: 1n, taxRateBp: 0.5 }] },
      /tax rate/,
    ],
    ['below zero', { lines: [{ description: 'x', netMinor: -1n, taxRateBp: 0 }] }, /credit note/],
    ['beyond counting', { lines: [{ description: 'x', netMinor: 2n ** 60n, taxRateBp: 0 }] }, /too large/],
    ['in no currency', { currency: 'rand' }, /three capital letters/],
  ])('is refused %s', async (_words, more, words) => {
    await expect(issue(more)).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(words),
    })
  })

  it('cannot be changed afterwards', async () => {
    await expect(inTenant(tx => tx.query('UPDATE invoice_lines SET net_minor = 0'))).rejects.toThrow(/denied/)
  })
})

describe('open invoices', () => {
  it('come oldest due first, and are overdue from the day after they were due', async () => {
    const { id } = await inTenant(tx => createCustomer(tx, { id: newId(), name: 'Mei Chen' }))
    const later = await issue({ customerId: id, issuedOn: '2026-04-01', dueOn: '2026-04-08' })
    const earlier = await issue({ customerId: id })
    await issue({ customerId: id, lines: [{ description: 'Free', netMinor: 0n, taxRateBp: 0 }] })
    const open = (await inTenant(tx => openInvoices(tx, [id, customerId], '2026-04-08'))).get(id)
    expect(open).toEqual([
      {
        id: earlier.id,
        number: earlier.number,
        dueOn: '2026-03-08',
        totalMinor: 84_985n,
        openMinor: 84_985n,
        currency: 'ZAR',
        overdue: true,
      },
      {
        id: later.id,
        number: later.number,
        dueOn: '2026-04-08',
        totalMinor: 84_985n,
        openMinor: 84_985n,
        currency: 'ZAR',
        overdue: false,
      },
    ])
  })

  it('of another provider are nobody else’s', async () => {
    const other = await database.tenant()
    const open = await database.db.withTenant(other, tx => openInvoices(tx, [customerId], '2027-01-01'))
    expect(open.get(customerId)).toEqual([])
    await expect(database.db.withTenant(other, tx => issueInvoice(tx, draft()))).rejects.toMatchObject({
      kind: 'missing',
    })
  })
})
