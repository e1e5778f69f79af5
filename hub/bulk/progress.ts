/** How far a job is: the numbers of its row, and telling the member's screens of them after each batch. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { App } from '../app.ts'
import { type BulkJob, undoForMs } from './bulk.api.ts'

/** Without the report: it names people, and grows. Screens ask for it. */
export type Progress = Omit<z.infer<typeof BulkJob>, 'report'>

export type ProgressRow = {
  id: string
  member_id: string
  state: Progress['state']
  total: number
  done: number
  skipped: number
  created_at: Date
  finished_at: Date | null
}

export const progressColumns = 'id, member_id, state, total, done, skipped, created_at, finished_at'

export const isOver = (state: Progress['state']) => state === 'done' || state === 'cancelled'

export const undoUntil = (row: ProgressRow) =>
  isOver(row.state) && row.finished_at ? new Date(row.finished_at.getTime() + undoForMs) : null

export const progressOf = (row: ProgressRow): Progress => ({
  id: row.id,
  state: row.state,
  total: row.total,
  done: row.done,
  skipped: row.skipped,
  createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
  undoUntil: undoUntil(row)?.toISOString() ?? null,
})

/** A hint, once it is committed; nobody else is told. */
export function tellMember(app: App, tx: Tx, row: ProgressRow | undefined): void {
  if (!row) return
  tx.afterCommit(() => app.live.toPerson(tx.tenantId, row.member_id, 'bulk', progressOf(row)))
}
