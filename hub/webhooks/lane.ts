/** One tenant's deliveries on their way: takes what is due as long as there are places, and again when one comes free. */
import type { App } from '../app.ts'
import { type Claimed, claimDue } from './claim.ts'
import { deliver } from './deliver.ts'

/** Requests of this process at the same time, over all tenants. */
export type Places = { free: number }

/** Above what the webhooks of one tenant can use together, so that they never wait for each other here. */
const perTenant = 100

export type Lane = {
  /** Takes what is due now. Resolves when it is on its way, not when it has arrived. */
  fill(): Promise<void>
  /** Takes nothing more, and resolves when what was begun is settled. */
  stop(): Promise<void>
}

export function createLane(app: App, tenantId: string, places: Places): Lane {
  const sending = new Set<Promise<void>>()
  const busy = new Map<string, number>()
  let filling: Promise<void> | undefined
  let again = false
  let stopped = false

  const warn = (error: unknown) =>
    app.log.warn({ err: error, tenantId }, 'webhooks: the next round tries again')

  async function take(): Promise<void> {
    do {
      again = false
      const room = Math.min(perTenant - sending.size, places.free)
      if (stopped || room <= 0) return
      const now = app.clock.now()
      for (const claimed of await claimDue(app, tenantId, now, { room, busy })) start(claimed, now)
    } while (again)
  }

  function start(claimed: Claimed, now: Date): void {
    count(claimed.webhookId, 1)
    const sent = deliver(app, tenantId, claimed, now)
      .catch(warn)
      .finally(() => {
        count(claimed.webhookId, -1)
        sending.delete(sent)
        void lane.fill()
      })
    sending.add(sent)
  }

  function count(webhookId: string, change: 1 | -1): void {
    places.free -= change
    const now = (busy.get(webhookId) ?? 0) + change
    if (now === 0) busy.delete(webhookId)
    else busy.set(webhookId, now)
  }

  const lane: Lane = {
    fill() {
      if (stopped) return Promise.resolve()
      again = true
      filling ??= take()
        .catch(warn)
        .finally(() => {
          filling = undefined
        })
      return filling
    },
    async stop() {
      stopped = true
      await filling
      await Promise.all(sending)
    },
  }
  return lane
}
