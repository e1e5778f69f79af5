/** What the tests of web push stand on: a desk with nobody working off the queue, so that they turn the time. */
import { startDesk } from '../../test/desk-scene.ts'
import { type Subscription, startPushService } from '../../test/fakes/web-push.ts'
import type { Member } from '../../test/trunkline.ts'
import { type Rules, usualRules } from '../notifications/worth-telling.ts'
import { claimDue } from './claim.ts'
import { decide } from './decide.ts'
import { deliver } from './deliver.ts'

export type PushView = {
  id: string
  device: string
  current: boolean
  enabled: boolean
  lastSentAt: string | null
}
type Listed = { publicKey: string; items: PushView[] }

export type Trial = Awaited<ReturnType<typeof startTrial>>

export async function startTrial() {
  const desk = await startDesk()
  const service = await startPushService()
  const { trunkline, call } = desk
  const { app, tenantId } = trunkline
  const list = async (as: Member) => (await call<Listed>(as, 'GET', '/api/me/push')).body
  const serverKey = (await list(desk.thandi)).publicKey

  const trial = {
    ...desk,
    service,
    serverKey,
    list: async (as: Member) => (await list(as)).items,
    put: (as: Member, body: unknown) =>
      call<PushView & { detail?: string }>(as, 'POST', '/api/me/push', body),
    /** A browser of this member that is told from now on. */
    async browser(as: Member): Promise<Subscription & { id: string }> {
      const subscription = service.subscribe(serverKey)
      const made = await trial.put(as, subscription)
      if (made.status !== 201) throw new Error(`not subscribed: ${JSON.stringify(made.body)}`)
      return { ...subscription, id: made.body.id }
    },
    rules: (as: Member, change: Partial<Rules>) =>
      call(as, 'PUT', '/api/me/notifications', { ...usualRules, ...change }),
    /** A conversation of this member, whose giving is decided on already. */
    async ownConversation(of: Member): Promise<string> {
      const id = await desk.conversation()
      await call(desk.lerato, 'POST', `/api/conversations/${id}/assign`, { memberId: of.id })
      await trial.sql('DELETE FROM push_events')
      return id
    },
    /** What a worker does at that moment. Answers how many were tried. */
    async work(now = new Date()): Promise<number> {
      await decide(app, tenantId, now)
      const claimed = await claimDue(app, tenantId, now, 100)
      await Promise.all(claimed.map(each => deliver(app, tenantId, each)))
      return claimed.length
    },
    sql: <R extends Record<string, unknown>>(text: string, values: unknown[] = []) =>
      app.db.withTenant(tenantId, async tx => (await tx.query<R>(text, values)).rows),
    texts: () => service.ledger.map(({ message }) => message.text),
    /** Between tests: nobody is told anything any more, and everyone has the usual rules. */
    async clear(): Promise<void> {
      await trial.sql('DELETE FROM push_subscriptions')
      await trial.sql('DELETE FROM push_events')
      await trial.sql('DELETE FROM notification_rules')
      service.reset()
    },
    async close() {
      await desk.close()
      await service.stop()
    },
  }
  return trial
}
