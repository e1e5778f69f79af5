/** The worker role: jobs as they come, and sweeps that find whatever a lost job or a crash left behind. */
import type { App } from '../app.ts'
import { fetchFiles } from '../attachments/fetch-files.ts'
import { deliver } from '../delivery/deliver.ts'
import { dueConversations, expireAttempts } from '../delivery/sweep.ts'
import { sweepInbox } from '../intake/sweep.ts'

const sweepEveryMs = 1_000
/** Younger rows are left to the process that wrote them. */
const abandonedAfterMs = 4_000

export type Worker = { stop(): Promise<void> }

export function startWorker(app: App): Worker {
  app.jobs.work('deliver', 8, ({ tenantId, conversationId }) => deliver(app, tenantId, conversationId ?? ''))
  app.jobs.work('fetch-files', 2, async ({ tenantId }) => {
    while ((await fetchFiles(app, tenantId)) > 0);
  })
  let sweeping: Promise<void> = Promise.resolve()
  let busy = false
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    sweeping = sweepAll(app)
      .catch((error: Error) => app.log.warn({ err: error }, 'sweep failed; the next one tries again'))
      .finally(() => {
        busy = false
      })
  }, sweepEveryMs)
  return {
    async stop() {
      clearInterval(timer)
      await sweeping
    },
  }
}

async function sweepAll(app: App): Promise<void> {
  const tenants = await app.db.platform<{ tenant_id: string }>('SELECT tenant_id FROM tenants')
  for (const { tenant_id: tenantId } of tenants) {
    await sweepInbox(app, tenantId, abandonedAfterMs)
    await expireAttempts(app, tenantId)
    for (const conversationId of await dueConversations(app, tenantId, abandonedAfterMs)) {
      await deliver(app, tenantId, conversationId)
    }
    await fetchFiles(app, tenantId)
  }
}
