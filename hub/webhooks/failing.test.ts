import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { pruneDeliveries } from './prune.ts'
import { patienceMs } from './settle.ts'
import { later, soon, startTrial, type Trial } from './trial-webhooks.ts'

let trial: Trial
beforeAll(async () => {
  trial = await startTrial()
})
afterEach(() => trial.clear())
afterAll(() => trial.close())

const hour = 3_600_000
const day = 24 * hour
const sql = <R extends Record<string, unknown>>(text: string, values: unknown[] = []) =>
  trial.trunkline.app.db.withTenant(
    trial.trunkline.tenantId,
    async tx => (await tx.query<R>(text, values)).rows,
  )
const replay = (path: string, body: unknown = {}) =>
  trial.trunkline.call<{ queued: number; detail: string }>(trial.admin, 'POST', `${path}/replay`, body)

/** Runs the only delivery there is through all its tries. */
async function exhaust(): Promise<void> {
  let now = soon()
  for (let tried = 0; tried < 11; tried++) {
    expect(await trial.deliverDue(now)).toBe(1)
    now = later(now, 10 * hour)
  }
  expect(await trial.deliverDue(now)).toBe(0)
}

test('410 switches the webhook off, noted in the trail and told to the others', async () => {
  const { receiver, id } = await trial.hook(['service.suspended'])
  const other = await trial.hook(['webhook.disabled'])
  receiver.failNext(410)
  await trial.happens()
  await trial.deliverDue(soon())
  expect(await trial.view(id)).toMatchObject({
    enabled: false,
    disabledReason: expect.stringContaining('410'),
    dead: 1,
  })
  await trial.deliverDue(soon())
  expect(other.receiver.ledger).toMatchObject([{ type: 'webhook.disabled', data: { webhookId: id } }])
  const trail = await sql(
    `SELECT actor_kind, action FROM audit WHERE subject_id = $1 ORDER BY seq DESC LIMIT 1`,
    [id],
  )
  expect(trail).toEqual([{ actor_kind: 'system', action: 'webhooks.disable' }])

  await trial.happens()
  expect(await trial.deliverDue(later(soon(), day))).toBe(0)
  expect((await trial.change(id, { enabled: true })).body).toMatchObject({
    enabled: true,
    disabledReason: null,
    failingSince: null,
  })
  await trial.happens()
  expect(await trial.deliverDue(soon())).toBe(1)
  expect(receiver.ledger).toHaveLength(1)
})

test('five days without one success switch it off; a success in between starts anew', async () => {
  const { receiver, id } = await trial.hook(['service.suspended'])
  const start = soon()
  const failAt = async (at: Date) => {
    receiver.failNext(500)
    await trial.happens()
    await trial.deliverDue(at)
    await sql(`UPDATE webhook_deliveries SET state = 'dead' WHERE state = 'waiting'`)
  }
  await failAt(start)
  await failAt(later(start, patienceMs - 60_000))
  expect(await trial.view(id)).toMatchObject({ enabled: true })
  await trial.happens()
  await trial.deliverDue(later(start, patienceMs - 30_000))
  expect(await trial.view(id)).toMatchObject({ enabled: true, failingSince: null })
  await failAt(later(start, patienceMs + 60_000))
  expect(await trial.view(id)).toMatchObject({ enabled: true })
  await failAt(later(start, 2 * patienceMs + 120_000))
  expect(await trial.view(id)).toMatchObject({
    enabled: false,
    disabledReason: expect.stringMatching(/5 days.*answered 500/),
  })
})

test('what was given up can be replayed, all since a moment or one by one', async () => {
  const { receiver, id } = await trial.hook(['service.suspended'])
  receiver.failNext(...Array.from({ length: 11 }, () => 503))
  await trial.happens({ at: 'night' })
  await exhaust()
  const [delivery] = await trial.deliveries(id)
  expect(delivery).toMatchObject({ state: 'dead', tries: 11 })
  const one = `/api/webhook-deliveries/${delivery?.id}`
  await trial.change(id, { enabled: false })
  expect(await replay(one)).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('switched off') },
  })
  await trial.change(id, { enabled: true })

  const all = `/api/webhooks/${id}`
  expect(await replay(all, { since: later(new Date(), day).toISOString() })).toMatchObject({
    body: { queued: 0 },
  })
  expect(await replay(all, { since: later(new Date(), -day).toISOString() })).toMatchObject({
    body: { queued: 1 },
  })
  expect(await replay(one)).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('under way') },
  })
  await trial.deliverDue(soon())
  expect(receiver.ledger).toMatchObject([{ id: delivery?.eventId, data: { at: 'night' } }])

  expect(await replay(one)).toMatchObject({ status: 200, body: { state: 'waiting', tries: 0 } })
  await trial.deliverDue(soon())
  expect(receiver.ledger.map(told => told.id)).toEqual([delivery?.eventId, delivery?.eventId])
})

test('deliveries of a suspended tenant wait until it is back', async () => {
  const { receiver } = await trial.hook(['service.suspended'])
  await trial.happens()
  const suspend = (text: string) =>
    trial.trunkline.app.db.platform(`UPDATE tenants SET suspended_at = ${text} WHERE tenant_id = $1`, [
      trial.trunkline.tenantId,
    ])
  await suspend('now()')
  expect(await trial.deliverDue(soon())).toBe(0)
  await suspend('NULL')
  expect(await trial.deliverDue(soon())).toBe(1)
  expect(receiver.ledger).toHaveLength(1)
})

test('deliveries that are over are kept for 30 days; what waits is kept', async () => {
  const { id, receiver } = await trial.hook(['service.suspended'])
  await trial.happens()
  await trial.deliverDue(soon())
  receiver.failNext(500)
  await trial.happens()
  await trial.deliverDue(soon())
  const { app, tenantId } = trial.trunkline
  expect(await pruneDeliveries(app, tenantId, later(new Date(), 29 * day))).toBe(0)
  expect(await pruneDeliveries(app, tenantId, later(new Date(), 31 * day))).toBe(1)
  expect((await trial.deliveries(id)).map(each => each.state)).toEqual(['waiting'])
})
