/**
 * Works on jobs in batches of fifty, a transaction each: what is changed and how far the job is commit together, so that
 * a crash anywhere costs nothing and repeats nothing. The member's rights are read anew for every batch.
 */
import type { Tx } from '../../db/client.ts'
import { actAs, systemActor } from '../../platform/audit/index.ts'
import { readStandings } from '../../platform/identity/standing.ts'
import { may, type Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { changeBatch, type Outcome } from './batch.ts'
import { changing, undoing } from './decide.ts'
import { claimJob, finishJob, lockJob, moveOn, type RunningJob, releaseJob } from './job-row.ts'

const batchSize = 50
/** A tenant's share of one round; after it the others have their turn. */
const batchesARound = 20

/** Answers whether there is more to do. */
export async function runBulkJobs(app: App, tenantId: string): Promise<boolean> {
  const jobId = await claimJob(app, tenantId)
  if (!jobId) return false
  for (let batch = 0; batch < batchesARound; batch++) {
    if (!(await runBatch(app, tenantId, jobId))) return true
  }
  await releaseJob(app, tenantId, jobId)
  return true
}

/** Whether the job goes on. Where a batch fails its conversations are tried one by one, and only the culprit is left out. */
async function runBatch(app: App, tenantId: string, jobId: string): Promise<boolean> {
  try {
    return await oneBatch(app, tenantId, jobId, batchSize)
  } catch (error) {
    app.log.warn({ err: error, jobId }, 'a batch of a bulk change failed; one by one now')
  }
  for (let each = 0; each < batchSize; each++) {
    if (!(await oneAlone(app, tenantId, jobId))) return false
  }
  return true
}

const oneAlone = (app: App, tenantId: string, jobId: string) =>
  oneBatch(app, tenantId, jobId, 1).catch(async (error: Error) => {
    app.log.warn({ err: error, jobId }, 'a bulk change leaves a conversation out')
    return app.db.withTenant(tenantId, async tx => {
      const job = await lockJob(tx, jobId, 1)
      if (!job?.ids[0]) return false
      await moveOn(app, tx, job, { done: 0, report: [{ id: job.ids[0], why: 'It could not be changed.' }] })
      return true
    })
  })

const oneBatch = (app: App, tenantId: string, jobId: string, size: number): Promise<boolean> =>
  app.db.withTenant(tenantId, async tx => {
    const job = await lockJob(tx, jobId, size)
    if (!job) return false
    const who = await memberOf(tx, job)
    const stop = stopOf(job, who)
    if (stop || !who) {
      await finishJob(app, tx, job, stop ?? { early: true })
      return false
    }
    const actor = { ...systemActor(who.name), kind: 'member' as const, id: who.memberId }
    const outcome = await actAs(actor, () => work(app, tx, job, who))
    if (typeof outcome === 'string') await finishJob(app, tx, job, { early: true, why: outcome })
    else await moveOn(app, tx, job, outcome)
    return typeof outcome !== 'string'
  })

/** Why the job ends here, if it does. */
function stopOf(job: RunningJob, who: Who | null): { early: boolean; why?: string } | null {
  if (job.ids.length === 0) return { early: false }
  if (job.cancelRequested) return { early: true }
  return who ? null : { early: true, why: 'You may no longer do this.' }
}

/** Words when what the job is to set is there no longer. */
async function work(app: App, tx: Tx, job: RunningJob, who: Who): Promise<Outcome | string> {
  const batch = { jobId: job.id, ids: job.ids, who }
  if (job.state === 'undoing') {
    const decide = await undoing(tx, job.id, job.ids)
    return changeBatch(app, tx, batch, { decide, mark: 'bulkUndo' })
  }
  try {
    const decide = await changing(tx, job.change)
    return await changeBatch(app, tx, batch, { decide, mark: 'bulk' })
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

/** The member as they stand now; null when they may no longer do this. */
async function memberOf(tx: Tx, job: RunningJob): Promise<Who | null> {
  const standing = (await readStandings(tx, [job.memberId])).get(job.memberId)
  if (!standing || standing.suspended !== null) return null
  const { policy: _, ...rights } = standing
  const who: Who = {
    tenantId: tx.tenantId,
    ...rights,
    sessionId: `bulk:${job.id}`,
    key: null,
    impersonation: null,
    needs: null,
  }
  const assigns = job.change.assigneeId !== undefined
  return may(who, 'conversations.reply') && (!assigns || may(who, 'conversations.assign')) ? who : null
}
