/** What the tests of webhooks stand on: the product with nobody working off the queue, so that they turn the time. */
import { recordEvent } from '../../platform/events.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../../test/fakes/webhook-receiver.ts'
import { type Member, startTrunkline, type Trunkline } from '../../test/trunkline.ts'
import { claimDue } from './claim.ts'
import { deliver } from './deliver.ts'
import type { WebhookView } from './find-webhooks.ts'

export type Hook = WebhookView & { secret: string; receiver: WebhookReceiver }

export type Trial = Awaited<ReturnType<typeof startTrial>>

export async function startTrial() {
  const trunkline = await startTrunkline({ roles: ['web'] })
  const admin = await trunkline.member({ name: 'Nomsa', role: 'admin' })
  const receivers: WebhookReceiver[] = []
  const { app, tenantId } = trunkline

  const receiver = async () => {
    const started = await startWebhookReceiver()
    receivers.push(started)
    return started
  }
  return {
    trunkline,
    admin,
    receiver,
    ...calls(trunkline, admin),
    /** A webhook with a receiver that trusts it. */
    async hook(events: string[]): Promise<Hook> {
      const at = await receiver()
      const body = { name: 'Monitoring', url: at.url, events }
      const made = await trunkline.call<Hook>(admin, 'POST', '/api/webhooks', body)
      if (made.status !== 201) throw new Error(`not made: ${JSON.stringify(made.body)}`)
      at.trust(made.body.secret)
      return { ...made.body, receiver: at }
    },
    /** Something happens to a customer. */
    happens: (data: Record<string, unknown> = {}, type = 'service.suspended') =>
      app.db.withTenant(tenantId, tx => recordEvent(tx, { type, data })),
    /** What a worker does at that moment. Answers how many were tried. */
    async deliverDue(now: Date): Promise<number> {
      const claimed = await claimDue(app, tenantId, now, { room: 100, busy: new Map() })
      await Promise.all(claimed.map(each => deliver(app, tenantId, each, now)))
      return claimed.length
    },
    /** Between tests: nobody is told anything any more. */
    async clear(): Promise<void> {
      await app.db.withTenant(tenantId, tx => tx.query('DELETE FROM webhooks'))
      await Promise.all(receivers.splice(0).map(each => each.stop()))
    },
    close: () => trunkline.close(),
  }
}

type Delivery = {
  id: string
  eventId: string
  eventType: string
  state: string
  tries: number
  nextTryAt: string
}
type Detail = Delivery & {
  payload: Record<string, unknown> | null
  attempts: { status: number | null; words: string }[]
}

const calls = (trunkline: Trunkline, admin: Member) => ({
  view: async (id: string) => (await trunkline.call<WebhookView>(admin, 'GET', `/api/webhooks/${id}`)).body,
  change: (id: string, body: unknown) =>
    trunkline.call<WebhookView>(admin, 'PATCH', `/api/webhooks/${id}`, body),
  deliveries: async (id: string) =>
    (await trunkline.call<{ items: Delivery[] }>(admin, 'GET', `/api/webhooks/${id}/deliveries`)).body.items,
  delivery: async (id: string) =>
    (await trunkline.call<Detail>(admin, 'GET', `/api/webhook-deliveries/${id}`)).body,
})

export const later = (from: Date, ms: number) => new Date(from.getTime() + ms)
/** Now, with room for the database's own clock. */
export const soon = () => later(new Date(), 1_000)
