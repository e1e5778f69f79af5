/** The worker as it runs, in a process of its own beside the one that has the screens. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startTrunkline, type Trunkline } from '../../test/trunkline.ts'
import { startTrial, type Trial } from './trial-push.ts'

let trial: Trial
let worker: Trunkline | undefined
beforeAll(async () => {
  trial = await startTrial()
}, 60_000)
afterEach(async () => {
  await worker?.stop()
  worker = undefined
  await trial.clear()
})
afterAll(() => trial?.close())

const patience = { timeout: 15_000 }
const startWorker = async (env: Record<string, string> = {}) => {
  worker = await startTrunkline({ roles: ['worker'], beside: trial.trunkline, env })
  return worker
}
const count = async (table: string) => (await trial.sql(`SELECT 1 FROM ${table}`)).length
const note = (conversationId: string, text: string) =>
  trial.call(trial.lerato, 'POST', `/api/conversations/${conversationId}/notes`, {
    id: crypto.randomUUID(),
    text,
    mentions: [trial.thandi.id],
  })

it('sends what waited for it, within a moment of being started', async () => {
  await trial.browser(trial.thandi)
  const id = await trial.ownConversation(trial.thandi)
  await note(id, 'while nobody worked')
  await startWorker()
  await expect.poll(() => trial.texts(), patience).toEqual(['while nobody worked'])
  await expect.poll(() => count('push_notices'), patience).toBe(0)
})

it('knows from the other process who has a conversation before their eyes', async () => {
  const { thandi, trunkline } = trial
  const { app } = await startWorker()
  await trial.browser(thandi)
  const id = await trial.ownConversation(thandi)
  const place = { tenantId: trunkline.tenantId, conversationId: id, inboxIds: [] }
  const sighting = { socketId: 'a tab', person: { id: thandi.id, name: 'Thandi' } }
  const looks = () => app.live.isLookedAt(trunkline.tenantId, thandi.id, id)
  // Heartbeats repeat it: the first may come before the worker listens.
  await expect
    .poll(() => {
      trunkline.app.live.sighted({ ...sighting, place })
      return looks()
    }, patience)
    .toBe(true)
  await note(id, 'seen')
  await expect.poll(() => count('push_events'), patience).toBe(0)
  trunkline.app.live.sighted({ ...sighting, place: null })
  await expect.poll(looks, patience).toBe(false)
  await note(id, 'not seen')
  await expect.poll(() => trial.texts(), patience).toEqual(['not seen'])
})

it('a browser goes by itself once its session has ended', async () => {
  const other = await trial.trunkline.signIn(trial.thandi.email, trial.thandi.password)
  await trial.browser(other)
  await startWorker()
  await trial.call(other, 'POST', '/api/auth/sign-out', {})
  await expect.poll(() => count('push_subscriptions'), patience).toBe(0)
})

it('switched off, it sends nothing and forgets who had it on; nobody is offered it', async () => {
  await trial.browser(trial.thandi)
  const id = await trial.ownConversation(trial.thandi)
  await note(id, 'to nobody')
  await startWorker({ WEB_PUSH: 'off' })
  await expect.poll(() => count('push_subscriptions'), patience).toBe(0)
  await expect.poll(() => count('push_events'), patience).toBe(0)
  expect(trial.service.requests).toEqual([])
  const web = await startTrunkline({ roles: ['web'], beside: trial.trunkline, env: { WEB_PUSH: 'off' } })
  const listed = await web.call<{ publicKey: unknown }>(trial.thandi, 'GET', '/api/me/push')
  expect(listed.body).toEqual({ publicKey: null, items: [] })
  const subscription = trial.service.subscribe(trial.serverKey)
  expect((await web.call(trial.thandi, 'POST', '/api/me/push', subscription)).status).toBe(409)
  await web.stop()
})
