import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { customerWrites } from '../../test/desk-scene.ts'
import { claimDue, leaseMs } from './claim.ts'
import { decide } from './decide.ts'
import { mostFailures } from './settle.ts'
import { startTrial, type Trial } from './trial-push.ts'

let trial: Trial
let own: string
beforeAll(async () => {
  trial = await startTrial()
  own = await trial.ownConversation(trial.thandi)
})
afterEach(() => trial.clear())
afterAll(() => trial?.close())

const later = (ms: number) => new Date(Date.now() + ms)
const minute = 60_000
const writes = async (text: string) => {
  const [row] = await trial.sql<{ inbox_id: string }>(
    'SELECT inbox_ids[1] AS inbox_id FROM conversations WHERE id = $1',
    [own],
  )
  await customerWrites({ trunkline: trial.trunkline, inboxId: row?.inbox_id ?? '' }, own, text)
}
const waiting = () =>
  trial.sql<{ tries: number; next_try_at: Date }>('SELECT tries, next_try_at FROM push_notices')

describe('what a push service answers', () => {
  it.each([404, 410])('%i: the subscription is over and its row goes, noted in the trail', async status => {
    const { id } = await trial.browser(trial.thandi)
    trial.service.failNext(status)
    await writes('gone')
    await trial.work()
    expect(await trial.list(trial.thandi)).toEqual([])
    expect(await waiting()).toEqual([])
    const trail = await trial.sql(
      `SELECT actor_kind, action, reason FROM audit WHERE subject_id = $1 ORDER BY seq DESC LIMIT 1`,
      [id],
    )
    expect(trail).toEqual([{ actor_kind: 'system', action: 'push.remove', reason: `answered ${status}` }])
  })

  it('413: the same once more, shorter', async () => {
    await trial.browser(trial.thandi)
    trial.service.mostBodyBytes = 700
    await writes('long '.repeat(300))
    await trial.work()
    expect(trial.service.requests).toHaveLength(2)
    expect(trial.texts()).toHaveLength(1)
    expect(String(trial.texts()[0])).toMatch(/^(long )+\S*…$/)
    expect(await waiting()).toEqual([])
  })

  it.each([500, 503, 429, 'hang-up'] as const)('%s: it waits and is told later', async failure => {
    await trial.browser(trial.thandi)
    trial.service.failNext(failure, failure)
    await writes('patience')
    await trial.work()
    expect(await trial.work()).toBe(0)
    await trial.work(later(minute))
    expect(await waiting()).toMatchObject([{ tries: 2 }])
    await trial.work(later(10 * minute))
    expect(trial.texts()).toEqual(['patience'])
    expect(await waiting()).toEqual([])
    expect(await trial.list(trial.thandi)).toMatchObject([{ enabled: true }])
  })

  it('Retry-After: no sooner than it asks for', async () => {
    await trial.browser(trial.thandi)
    trial.service.failNext({ status: 429, retryAfter: '3600' })
    await writes('in an hour')
    await trial.work()
    expect(await trial.work(later(59 * minute))).toBe(0)
    await trial.work(later(61 * minute))
    expect(trial.texts()).toEqual(['in an hour'])
  })

  it('is never believed for ever: after a day of refusals the notice goes, the browser stays', async () => {
    await trial.browser(trial.thandi)
    trial.service.failNext(...Array.from({ length: 11 }, () => 503))
    await writes('too late')
    for (let round = 0; round < 11; round++) {
      await trial.sql("UPDATE push_notices SET next_try_at = now() - interval '1 second'")
      expect(await trial.work()).toBe(1)
    }
    expect(await waiting()).toEqual([])
    expect(await trial.list(trial.thandi)).toMatchObject([{ enabled: true }])
  })

  it('another refusal is not tried again; five in a row switch the browser off, and its owner sees it', async () => {
    const { id } = await trial.browser(trial.thandi)
    for (let round = 1; round <= mostFailures; round++) {
      expect(await trial.list(trial.thandi)).toMatchObject([{ id, enabled: true }])
      trial.service.failNext(403)
      await writes(`refused ${round}`)
      expect(await trial.work()).toBe(1)
      expect(await waiting()).toEqual([])
    }
    expect(await trial.list(trial.thandi)).toMatchObject([{ id, enabled: false }])
    await writes('to nobody')
    expect(await trial.work()).toBe(0)
    const test = await trial.call<{ ok: boolean }>(trial.thandi, 'POST', `/api/me/push/${id}/test`, {})
    expect(test.body.ok).toBe(true)
    expect(await trial.list(trial.thandi)).toMatchObject([{ id, enabled: true }])
  })

  it('a success in between starts the count anew', async () => {
    await trial.browser(trial.thandi)
    for (let round = 1; round <= 2 * mostFailures; round++) {
      if (round !== mostFailures) trial.service.failNext(403)
      await writes(`round ${round}`)
      await trial.work()
      if (round === 2 * mostFailures - 1)
        expect(await trial.list(trial.thandi)).toMatchObject([{ enabled: true }])
    }
    expect(await trial.list(trial.thandi)).toMatchObject([{ enabled: false }])
  })
})

describe('a worker that dies', () => {
  it('before anything was decided loses nothing: the event waits in its row', async () => {
    await trial.browser(trial.thandi)
    await writes('decide later')
    expect(await trial.sql('SELECT 1 FROM push_events')).toHaveLength(1)
    await trial.work()
    expect(trial.texts()).toEqual(['decide later'])
  })

  it('between taking and sending loses nothing: when its lease is over another sends', async () => {
    const { app, tenantId } = trial.trunkline
    await trial.browser(trial.thandi)
    await writes('taken and never sent')
    await decide(app, tenantId, new Date())
    expect(await claimDue(app, tenantId, new Date(), 10)).toHaveLength(1)
    expect(await trial.work()).toBe(0)
    expect(await trial.work(later(leaseMs + 1_000))).toBe(1)
    expect(trial.texts()).toEqual(['taken and never sent'])
  })

  it('between sending and writing it down repeats it at most, under the same topic', async () => {
    await trial.browser(trial.thandi)
    trial.service.failNext('accept-then-hang-up')
    await writes('perhaps twice')
    await trial.work()
    await trial.work(later(minute))
    expect(trial.texts()).toEqual(['perhaps twice', 'perhaps twice'])
    expect(new Set(trial.service.ledger.map(each => each.topic)).size).toBe(1)
  })

  it('a newer message that comes while the older is on its way is told after it', async () => {
    const { app, tenantId } = trial.trunkline
    await trial.browser(trial.thandi)
    await writes('older')
    await decide(app, tenantId, new Date())
    const [claimed] = await claimDue(app, tenantId, new Date(), 10)
    await writes('newer')
    await decide(app, tenantId, new Date())
    const { deliver } = await import('./deliver.ts')
    if (claimed) await deliver(app, tenantId, claimed)
    await trial.work()
    expect(trial.texts()).toEqual(['older', 'newer'])
  })
})
