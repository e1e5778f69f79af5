import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import { checkBalanced } from './balanced.ts'
import { checkCurrency, checkDay, checkMinor } from './checks.ts'
import { type AccountRef, accountKey, findAccounts } from './find-accounts.ts'
import { lockBooks } from './lock-books.ts'

/** Debit positive, credit negative, in minor units. */
export type EntryLine = { account: AccountRef; amountMinor: bigint }

export type Entry = {
  /** What was posted: invoice, payment. With `sourceId` it names the entry: each source is posted once. */
  kind: string
  sourceId: string
  effectiveOn: string
  memo: string
  currency: string
  lines: readonly EntryLine[]
}

const insertEntry = {
  name: 'insert-journal-entry',
  text: `INSERT INTO journal_entries (id, kind, source_id, effective_on, memo) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (tenant_id, kind, source_id) DO NOTHING`,
}

const insertLines = {
  name: 'insert-journal-lines',
  text: `INSERT INTO journal_lines (id, entry_id, account_id, amount_minor, currency)
    SELECT n.id, $2, n.account_id, n.amount_minor, $5
    FROM unnest($1::uuid[], $3::uuid[], $4::bigint[]) AS n(id, account_id, amount_minor)`,
}

/**
 * Posts one entry and returns its id. Refuses lines that do not sum to zero (invalid; the database's own trigger holds
 * the same at commit), a source posted before (conflict), and a customer's account in another currency (conflict).
 */
export async function postEntry(tx: Tx, entry: Entry): Promise<string> {
  checkCurrency(entry.currency)
  checkDay(entry.effectiveOn, 'The posting day')
  for (const line of entry.lines) checkMinor(line.amountMinor, 'An amount')
  checkBalanced(entry.lines)
  await lockBooks(
    tx,
    entry.lines.flatMap(line => line.account.customerId ?? []),
  )
  const accounts = await findAccounts(
    tx,
    entry.lines.map(line => line.account),
    entry.currency,
  )
  const entryId = newId()
  const { kind, sourceId, effectiveOn, memo } = entry
  const inserted = await tx.query(insertEntry, [entryId, kind, sourceId, effectiveOn, memo])
  if (inserted.rowCount === 0) throw new Refusal('conflict', `This ${kind} was posted before`)
  await tx.query(insertLines, [
    entry.lines.map(() => newId()),
    entryId,
    entry.lines.map(line => accounts.get(accountKey(line.account))),
    entry.lines.map(line => line.amountMinor.toString()),
    entry.currency,
  ])
  return entryId
}
