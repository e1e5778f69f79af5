import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createCustomer } from '../customers/index.ts'
import { balanceOf, postEntry } from './index.ts'

let database: TestDatabase
let tenantId: string
let thandi: string
let pieter: string

const inTenant = <T>(work: (tx: Tx) => Promise<T>) => database.db.withTenant(tenantId, work)

beforeAll(async () => {
  database = await testDatabase()
  tenantId = await database.tenant()
  ;[thandi, pieter] = await inTenant(async tx => [
    (await createCustomer(tx, { id: newId(), name: 'Thandi Mokoena' })).id,
    (await createCustomer(tx, { id: newId(), name: 'Pieter van Rooyen' })).id,
  ])
})
afterAll(() => database.close())

const charge = (
  customerId: string,
  amountMinor: bigint,
  more: { sourceId?: string; currency?: string } = {},
) => ({
  kind: 'invoice',
  sourceId: newId(),
  effectiveOn: '2026-03-01',
  memo: 'a charge',
  currency: 'ZAR',
  lines: [
    { account: { kind: 'receivable' as const, customerId }, amountMinor },
    { account: { kind: 'revenue' as const }, amountMinor: -amountMinor },
  ],
  ...more,
})

describe('posting', () => {
  it('moves the balance of the customer named and of nobody else', async () => {
    await inTenant(tx => postEntry(tx, charge(thandi, 11_500n)))
    await inTenant(tx => postEntry(tx, charge(thandi, -1_500n)))
    const balances = await inTenant(tx => balanceOf(tx, [thandi, pieter]))
    expect(balances.get(thandi)).toEqual({ minor: 10_000n, currency: 'ZAR' })
    expect(balances.get(pieter)).toEqual({ minor: 0n, currency: 'ZAR' })
  })

  it('uses one account per kind, however often it posts', async () => {
    await inTenant(tx => postEntry(tx, charge(pieter, 5n)))
    await inTenant(tx => postEntry(tx, charge(pieter, 5n)))
    const { rows } = await inTenant(tx =>
      tx.query(
        'SELECT kind, customer_id, currency, count(*) FROM accounts GROUP BY 1, 2, 3 HAVING count(*) > 1',
      ),
    )
    expect(rows).toEqual([])
  })

  it('makes one account when two first postings meet', async () => {
    const { id } = await inTenant(tx => createCustomer(tx, { id: newId(), name: 'Mei Chen' }))
    await Promise.all(Array.from({ length: 6 }, () => inTenant(tx => postEntry(tx, charge(id, 100n)))))
    expect((await inTenant(tx => balanceOf(tx, [id]))).get(id)?.minor).toBe(600n)
  })

  it('refuses lines that do not sum to zero and writes nothing of them', async () => {
    const entry = charge(thandi, 100n)
    entry.lines.push({ account: { kind: 'revenue' }, amountMinor: 1n })
    await expect(inTenant(tx => postEntry(tx, entry))).rejects.toMatchObject({
      name: 'Refusal',
      kind: 'invalid',
    })
    const found = await inTenant(tx =>
      tx.query('SELECT 1 FROM journal_entries WHERE source_id = $1', [entry.sourceId]),
    )
    expect(found.rowCount).toBe(0)
  })

  it('posts a source once', async () => {
    const entry = charge(thandi, 100n)
    await inTenant(tx => postEntry(tx, entry))
    await expect(inTenant(tx => postEntry(tx, entry))).rejects.toMatchObject({ kind: 'conflict' })
  })

  it('keeps a customer in one currency', async () => {
    await expect(
      inTenant(tx => postEntry(tx, charge(thandi, 100n, { currency: 'USD' }))),
    ).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('ZAR'),
    })
  })

  it('refuses a customer who does not exist', async () => {
    await expect(inTenant(tx => postEntry(tx, charge(newId(), 100n)))).rejects.toMatchObject({
      kind: 'missing',
    })
  })
})

describe('the database itself', () => {
  const unbalanced = async (tx: Tx) => {
    const entryId = await postEntry(tx, charge(thandi, 100n))
    await tx.query(
      `INSERT INTO journal_lines (id, entry_id, account_id, amount_minor, currency)
       SELECT $1, $2, account_id, 1, 'ZAR' FROM journal_lines WHERE entry_id = $2 LIMIT 1`,
      [newId(), entryId],
    )
  }

  it('refuses to commit an entry somebody unbalanced', async () => {
    const before = await inTenant(tx => balanceOf(tx, [thandi]))
    await expect(inTenant(unbalanced)).rejects.toThrow(/is not balanced/)
    expect(await inTenant(tx => balanceOf(tx, [thandi]))).toEqual(before)
  })

  it.each([
    'UPDATE journal_lines SET amount_minor = 0',
    'DELETE FROM journal_lines',
    'DELETE FROM journal_entries',
  ])('does not let the application run %s', async statement => {
    await expect(inTenant(tx => tx.query(statement))).rejects.toThrow(/permission denied/)
  })

  it('shows another provider nothing', async () => {
    const other = await database.tenant()
    const seen = await database.db.withTenant(other, async tx => ({
      lines: (await tx.query('SELECT 1 FROM journal_lines')).rowCount,
      balance: (await balanceOf(tx, [thandi])).get(thandi)?.minor,
    }))
    expect(seen).toEqual({ lines: 0, balance: 0n })
    await expect(
      database.db.withTenant(other, tx => postEntry(tx, charge(thandi, 1n))),
    ).rejects.toMatchObject({
      kind: 'missing',
    })
  })
})
