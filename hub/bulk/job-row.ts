/** A job's row while it runs: taken for a while, read under its lock, moved on with each batch. */
import type { Tx } from '../../db/client.ts'
import type { App } from '../app.ts'
import type { Change } from './bulk.api.ts'
import type { BulkJobShape, Skipped } from './bulk-jobs.ts'
import { type ProgressRow, progressColumns, tellMember } from './progress.ts'

/** Longer than a batch takes; whoever finds an older lease takes the job over. */
const leaseMs = 30_000
const mostReported = 1_000

export type RunningJob = {
  id: string
  memberId: string
  state: BulkJobShape['state']
  change: Change
  cancelRequested: boolean
  /** The next conversations; empty when all were seen to. */
  ids: string[]
}

/** The oldest job nobody works on, leased to the caller; null when there is none. */
export async function claimJob(app: App, tenantId: string): Promise<string | null> {
  const now = app.clock.now()
  const { rows } = await app.db.withTenant(tenantId, tx =>
    tx.query<{ id: string }>(
      `UPDATE bulk_jobs SET lease_until = $2, state = CASE state WHEN 'waiting' THEN 'running' ELSE state END
       WHERE id = (SELECT id FROM bulk_jobs WHERE state IN ('waiting', 'running', 'undoing')
         AND (lease_until IS NULL OR lease_until <= $1) ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [now, new Date(now.getTime() + leaseMs)],
    ),
  )
  return rows[0]?.id ?? null
}

/** Locks the row: a batch belongs to one worker, whatever became of leases. */
export async function lockJob(tx: Tx, id: string, size: number): Promise<RunningJob | null> {
  const { rows } = await tx.query<RunningJob>(
    `SELECT id, member_id AS "memberId", state, change, cancel_requested AS "cancelRequested",
       conversation_ids[done + skipped + 1 : done + skipped + $2::int] AS ids
     FROM bulk_jobs WHERE id = $1 AND state IN ('running', 'undoing') FOR UPDATE`,
    [id, size],
  )
  return rows[0] ?? null
}

/** Counts a batch, keeps the lease and tells the member. */
export async function moveOn(
  app: App,
  tx: Tx,
  job: RunningJob,
  outcome: { done: number; report: Skipped[] },
): Promise<void> {
  const { done, report } = outcome
  const { rows } = await tx.query<ProgressRow>(
    `UPDATE bulk_jobs SET done = done + $2, skipped = skipped + $3, lease_until = $4,
       report = CASE WHEN $5::jsonb = '[]' OR jsonb_array_length(report) >= ${mostReported} THEN report
         ELSE report || $5::jsonb END
     WHERE id = $1 RETURNING ${progressColumns}`,
    [
      job.id,
      done,
      job.ids.length - done,
      new Date(app.clock.now().getTime() + leaseMs),
      JSON.stringify(report),
    ],
  )
  tellMember(app, tx, rows[0])
}

/** `early`: some conversations were not reached; `why` stands in the report, at the first of them. */
export async function finishJob(
  app: App,
  tx: Tx,
  job: RunningJob,
  { early, why }: { early: boolean; why?: string },
): Promise<void> {
  const state = job.state === 'undoing' ? 'undone' : early ? 'cancelled' : 'done'
  const report = why ? [{ id: job.ids[0], why }] : []
  const { rows } = await tx.query<ProgressRow>(
    `UPDATE bulk_jobs SET state = $2, finished_at = $3, lease_until = NULL, report = report || $4::jsonb
     WHERE id = $1 RETURNING ${progressColumns}`,
    [job.id, state, app.clock.now(), JSON.stringify(report)],
  )
  tellMember(app, tx, rows[0])
}

/** Lets another worker, or a later round, go on at once. */
export const releaseJob = (app: App, tenantId: string, id: string) =>
  app.db.withTenant(tenantId, tx => tx.query('UPDATE bulk_jobs SET lease_until = NULL WHERE id = $1', [id]))
