/** Decides and sends for every tenant again and again; each tenant in a lane of its own, so that none waits for another. */
import type { App } from '../app.ts'
import { claimDue } from './claim.ts'
import { decide } from './decide.ts'
import { deliver } from './deliver.ts'
import { forgetEnded } from './forget-ended.ts'

const lookEveryMs = 1_000
/** To push services at the same time, for one tenant. A service that hangs holds some of these, never the round. */
const atOnce = 32

type Lane = { round(): Promise<void>; forget(): Promise<void>; stop(): Promise<void> }

/** Starts telling. `stop` waits for what was begun. Switched off, it forgets who wanted to be told instead. */
export function startPush(app: App): { stop(): Promise<void> } {
  const isOn = app.config.WEB_PUSH === 'on'
  const lanes = new Map<string, Lane>()
  let looking: Promise<void> | undefined
  const look = async () => {
    const tenants = await app.db.platform<{ tenant_id: string }>('SELECT tenant_id FROM tenants')
    for (const { tenant_id: tenantId } of tenants) {
      const lane = lanes.get(tenantId) ?? createLane(app, tenantId)
      lanes.set(tenantId, lane)
      await (isOn ? lane.round() : lane.forget())
    }
  }
  const timer = setInterval(() => {
    looking ??= look()
      .catch((error: Error) => app.log.warn({ err: error }, 'push: the next round tries again'))
      .finally(() => {
        looking = undefined
      })
  }, lookEveryMs)
  return {
    async stop() {
      clearInterval(timer)
      await looking
      await Promise.all([...lanes.values()].map(lane => lane.stop()))
    },
  }
}

function createLane(app: App, tenantId: string): Lane {
  const sending = new Set<Promise<void>>()
  const warn = (error: Error) => app.log.warn({ err: error, tenantId }, 'push: the next round tries again')

  async function round(): Promise<void> {
    await forgetEnded(app, tenantId)
    const now = app.clock.now()
    await decide(app, tenantId, now)
    const room = atOnce - sending.size
    if (room <= 0) return
    for (const claimed of await claimDue(app, tenantId, now, room)) {
      const sent = deliver(app, tenantId, claimed)
        .catch(warn)
        .finally(() => sending.delete(sent))
      sending.add(sent)
    }
  }
  const forget = () =>
    app.db.withTenant(tenantId, async tx => {
      await tx.query('DELETE FROM push_subscriptions')
      await tx.query('DELETE FROM push_events')
    })
  return {
    round: () => round().catch(warn),
    forget: () => forget().catch(warn),
    stop: async () => void (await Promise.all(sending)),
  }
}
