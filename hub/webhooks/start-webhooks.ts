/** Looks for due deliveries of every tenant again and again; a lane each, so that no tenant waits for another. */
import type { App } from '../app.ts'
import { createLane, type Lane, type Places } from './lane.ts'
import { pruneDeliveries } from './prune.ts'

const lookEveryMs = 1_000
const pruneEveryMs = 3_600_000
const mostAtOnce = 200

/** Starts telling. `stop` waits for what was begun. */
export function startWebhooks(app: App): { stop(): Promise<void> } {
  const places: Places = { free: mostAtOnce }
  const lanes = new Map<string, Lane>()
  let prunedAt = 0
  let round: Promise<void> | undefined

  const laneOf = (tenantId: string): Lane => {
    const lane = lanes.get(tenantId) ?? createLane(app, tenantId, places)
    lanes.set(tenantId, lane)
    return lane
  }
  const look = async () => {
    const tenants = await app.db.platform<{ tenant_id: string }>(
      'SELECT tenant_id FROM tenants WHERE suspended_at IS NULL ORDER BY random()',
    )
    for (const tenant of tenants) await laneOf(tenant.tenant_id).fill()
    const now = app.clock.now()
    if (now.getTime() - prunedAt < pruneEveryMs) return
    prunedAt = now.getTime()
    for (const tenant of tenants) await pruneDeliveries(app, tenant.tenant_id, now)
  }
  const timer = setInterval(() => {
    round ??= look()
      .catch((error: Error) => app.log.warn({ err: error }, 'webhooks: the next round tries again'))
      .finally(() => {
        round = undefined
      })
  }, lookEveryMs)
  return {
    async stop() {
      clearInterval(timer)
      await round
      await Promise.all([...lanes.values()].map(lane => lane.stop()))
    },
  }
}
