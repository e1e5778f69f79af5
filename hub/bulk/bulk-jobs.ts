/** A member's own jobs: how far one is, stopping it, taking it back. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit, unchanged } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'
import type { BulkJob } from './bulk.api.ts'
import { isOver, type ProgressRow, progressColumns, progressOf, tellMember, undoUntil } from './progress.ts'

export type BulkJobShape = z.infer<typeof BulkJob>
export type Skipped = { id: string; why: string }

type Row = ProgressRow & { report: Skipped[] }

async function readJob(tx: Tx, who: Who, id: string, lock: '' | 'FOR UPDATE'): Promise<Row> {
  const { rows } = await tx.query<Row>(
    `SELECT ${progressColumns}, report FROM bulk_jobs WHERE id = $1 AND member_id = $2 ${lock}`,
    [id, who.memberId],
  )
  if (!rows[0]) throw new Refusal('missing', 'There is no such change of yours.')
  return rows[0]
}

/** Names only of conversations this member still sees. */
export async function findBulkJob(tx: Tx, who: Who, id: string): Promise<BulkJobShape> {
  const row = await readJob(tx, who, id, '')
  const { rows } = await tx.query<{ id: string; name: string }>(
    `SELECT c.id, ct.name FROM conversations c
     JOIN contacts ct ON ct.tenant_id = c.tenant_id AND ct.id = c.contact_id
     WHERE ${visibleTo(1)} AND c.id = ANY($2)`,
    [visibleInboxes(who), row.report.map(entry => entry.id)],
  )
  const names = new Map(rows.map(each => [each.id, each.name]))
  return {
    ...progressOf(row),
    report: row.report.map(entry => ({ id: entry.id, name: names.get(entry.id) ?? null, why: entry.why })),
  }
}

/** What is changed already stays so; the batch under way is the last. */
export async function cancelBulkJob(tx: Tx, who: Who, id: string): Promise<BulkJobShape> {
  const row = await readJob(tx, who, id, 'FOR UPDATE')
  if (row.state === 'waiting' || row.state === 'running') {
    await tx.query('UPDATE bulk_jobs SET cancel_requested = true WHERE id = $1', [id])
    audit(tx, { action: 'bulk.cancel', subject: { kind: 'bulk', id } })
  } else if (isOver(row.state)) unchanged(tx)
  else throw new Refusal('conflict', 'This change is being taken back already.')
  return findBulkJob(tx, who, id)
}

/** Refuses what is under way, taken back already, or older than ten minutes. */
export async function undoBulkJob(app: App, tx: Tx, who: Who, id: string): Promise<BulkJobShape> {
  const row = await readJob(tx, who, id, 'FOR UPDATE')
  if (row.state === 'undoing' || row.state === 'undone') {
    unchanged(tx)
    return findBulkJob(tx, who, id)
  }
  const until = undoUntil(row)
  if (!isOver(row.state)) throw new Refusal('conflict', 'This change is still under way; stop it first.')
  if (!until || until < app.clock.now()) {
    throw new Refusal('conflict', 'A change can be taken back for ten minutes; that time is over.')
  }
  const { rows } = await tx.query<ProgressRow>(
    `UPDATE bulk_jobs SET state = 'undoing', done = 0, skipped = 0, report = '[]', cancel_requested = false,
       lease_until = NULL, finished_at = NULL WHERE id = $1 RETURNING ${progressColumns}`,
    [id],
  )
  tellMember(app, tx, rows[0])
  audit(tx, { action: 'bulk.undo', subject: { kind: 'bulk', id } })
  tx.afterCommit(() => app.jobs.add('bulk', { tenantId: who.tenantId }))
  return findBulkJob(tx, who, id)
}
