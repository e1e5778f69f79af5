/** Answers kept for repeated Idempotency-Keys are forgotten after a day: looked at once an hour. */
import { forgetOldAnswers } from '../../platform/http/idempotency-rows.ts'
import type { App } from '../app.ts'

const everyMs = 60 * 60_000

export function startForgetting(app: Pick<App, 'db' | 'log'>): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve()
  const round = async () => {
    const tenants = await app.db.platform<{ tenant_id: string }>('SELECT tenant_id FROM tenants')
    for (const { tenant_id } of tenants) await forgetOldAnswers(app.db, tenant_id)
  }
  const go = () => {
    running = running
      .then(round)
      .catch((error: Error) => app.log.warn({ err: error }, 'old answers not forgotten; the next round will'))
  }
  go()
  const timer = setInterval(go, everyMs)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
