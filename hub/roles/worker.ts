/** The worker role: jobs as they come, and sweeps that find whatever a lost job or a crash left behind. */
import { startHeadExport } from '../../platform/audit/export-heads.ts'
import { headsFile } from '../../platform/audit/exported-heads.ts'
import type { App } from '../app.ts'
import { fetchFiles } from '../attachments/fetch-files.ts'
import { runBulkJobs } from '../bulk/run-bulk.ts'
import { foldCounts } from '../counts/fold-counts.ts'
import { deliver } from '../delivery/deliver.ts'
import { dueConversations, expireAttempts } from '../delivery/sweep.ts'
import { wakeSnoozed } from '../desk/wake-snoozed.ts'
import { sweepInbox } from '../intake/sweep.ts'
import { startForgetting } from '../keys/forget-answers.ts'
import { startPush } from '../push/start-push.ts'
import { sweepTemplates } from '../templates/sweep-templates.ts'
import { sweepUploads } from '../uploads/sweep-uploads.ts'
import { startWebhooks } from '../webhooks/start-webhooks.ts'

const sweepEveryMs = 1_000
const foldEveryMs = 20_000
const templatesEveryMs = 60_000
const forgetEveryMs = 10 * 60_000
/** Younger rows are left to the process that wrote them. */
const abandonedAfterMs = 3_000
/** A queued answer whose job does not come, because the queue is still getting up after an outage. */
const overdueAfterMs = 1_500
const deliveriesAtOnce = 8

export type Worker = { stop(): Promise<void> }

/** `alone`: no other process works on this database, so attempts older than this one have lost their worker. */
export function startWorker(app: App, options: { alone: boolean }): Worker {
  app.jobs.work('deliver', deliveriesAtOnce, ({ tenantId, conversationId }) =>
    deliver(app, tenantId, conversationId ?? ''),
  )
  app.jobs.work('fetch-files', 2, async ({ tenantId }) => {
    while ((await fetchFiles(app, tenantId)) > 0);
  })
  app.jobs.work('bulk', 1, async ({ tenantId }) => {
    if (await runBulkJobs(app, tenantId)) app.jobs.add('bulk', { tenantId })
  })
  const deadBefore = options.alone ? app.clock.now() : null
  // Each kind of work has its own rhythm: a provider that hangs must not hold up what comes in.
  const sweeps = [
    every(app, 'intake', tenantId => sweepInbox(app, tenantId, abandonedAfterMs)),
    every(app, 'delivery', async tenantId => {
      await expireAttempts(app, tenantId, deadBefore)
      await deliverDue(app, tenantId)
    }),
    every(app, 'snoozed', tenantId => wakeSnoozed(app, tenantId)),
    every(app, 'bulk', tenantId => runBulkJobs(app, tenantId)),
    every(app, 'counts', tenantId => foldCounts(app, tenantId), foldEveryMs),
    every(app, 'files', tenantId => fetchFiles(app, tenantId)),
    every(app, 'templates', tenantId => sweepTemplates(app, tenantId), templatesEveryMs),
    every(app, 'uploads', tenantId => sweepUploads(app, tenantId), forgetEveryMs),
  ]
  const webhooks = startWebhooks(app)
  const push = startPush(app)
  const heads = startHeadExport({ ...app, sealer: app.secrets, path: headsFile(app.config.DATA_DIR) })
  const answers = startForgetting(app)
  return {
    async stop() {
      const others = [answers, heads, webhooks, push, ...sweeps]
      await Promise.all(others.map(each => each.stop()))
    },
  }
}

async function deliverDue(app: App, tenantId: string): Promise<void> {
  const due = await dueConversations(app, tenantId, overdueAfterMs)
  while (due.length > 0) {
    const some = due.splice(0, deliveriesAtOnce)
    await Promise.all(
      some.map(conversationId => safely(app, 'delivery', deliver(app, tenantId, conversationId))),
    )
  }
}

/** Runs the work for every tenant again and again, never twice at the same time; one that fails stops no other. */
function every(
  app: App,
  name: string,
  work: (tenantId: string) => Promise<unknown>,
  periodMs = sweepEveryMs,
): Worker {
  let running: Promise<unknown> | undefined
  const round = async () => {
    const tenants = await app.db.platform<{ tenant_id: string }>('SELECT tenant_id FROM tenants')
    for (const tenant of tenants) await safely(app, name, work(tenant.tenant_id))
  }
  const timer = setInterval(() => {
    running ??= safely(app, name, round()).finally(() => {
      running = undefined
    })
  }, periodMs)
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

const safely = (app: App, name: string, work: Promise<unknown>): Promise<unknown> =>
  work.catch((error: Error) => app.log.warn({ err: error }, `${name} sweep failed; the next one tries again`))
