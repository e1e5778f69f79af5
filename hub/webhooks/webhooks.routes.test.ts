import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { newId } from '../../platform/ids.ts'
import type { Member } from '../../test/trunkline.ts'
import { eventTypes } from './event-types.ts'
import { type Hook, soon, startTrial, type Trial } from './trial-webhooks.ts'

let trial: Trial
let agent: Member
beforeAll(async () => {
  trial = await startTrial()
  agent = await trial.trunkline.member({ name: 'Sipho', role: 'agent' })
})
afterEach(() => trial.clear())
afterAll(() => trial.close())

type Problem = { detail: string; errors?: { pointer: string }[] }
type Page = { items: { id: string }[]; next: string | null }

const call = <T = Problem>(method: string, path: string, body?: unknown, as: Member = trial.admin) =>
  trial.trunkline.call<T>(as, method, path, body)
const events = ['service.suspended']
const create = (body: Record<string, unknown>, as?: Member) =>
  call<Hook & Problem>(
    'POST',
    '/api/webhooks',
    { name: 'Billing', url: 'http://127.0.0.1:9/x', events, ...body },
    as,
  )

const routes = (hook: string, delivery: string): [string, string, unknown?][] => [
  ['GET', `/api/webhooks/${hook}`],
  ['PATCH', `/api/webhooks/${hook}`, { name: 'Other' }],
  ['POST', `/api/webhooks/${hook}/secret`, {}],
  ['POST', `/api/webhooks/${hook}/test`, {}],
  ['POST', `/api/webhooks/${hook}/replay`, { since: '2026-01-01T00:00:00Z' }],
  ['GET', `/api/webhooks/${hook}/deliveries`],
  ['GET', `/api/webhook-deliveries/${delivery}`],
  ['POST', `/api/webhook-deliveries/${delivery}/replay`, {}],
  ['DELETE', `/api/webhooks/${hook}`],
]

test('someone without the right is refused, and someone of another provider finds nothing', async () => {
  const { id } = await trial.hook(events)
  await trial.happens()
  const delivery = (await trial.deliveries(id))[0]?.id ?? ''
  const tenantId = await trial.trunkline.otherTenant()
  const stranger = await trial.trunkline.member({ role: 'admin', tenantId })
  for (const [method, path, body] of routes(id, delivery)) {
    expect((await call(method, path, body, agent)).status, `${method} ${path}`).toBe(403)
    expect((await call(method, path, body, stranger)).status, `${method} ${path}`).toBe(404)
  }
  for (const [method, path, body] of routes(newId(), newId())) {
    expect((await call(method, path, body)).status, `${method} ${path}`).toBe(404)
  }
  expect((await create({}, agent)).status).toBe(403)
  expect((await call<Page>('GET', '/api/webhooks', undefined, stranger)).body.items).toEqual([])
  for (const [method, path, body] of routes(id, delivery).slice(0, -3)) {
    expect((await call(method, path, body)).status, `${method} ${path}`).toBeLessThan(300)
  }
})

test.each([
  ['not an address', 'not an address'],
  ['ftp://example.com/hook', 'https'],
  ['https://user:secret@127.0.0.1/hook', 'password'],
  ['https://10.0.0.1/hook', 'private network'],
  ['https://[::1]/hook', 'private network'],
  ['https://169.254.169.254/latest/meta-data', 'private network'],
  ['http://8.8.8.8/hook', 'https'],
  ['https://no-such-host.invalid/hook', 'no host named'],
])('the address %s is refused with words', async (url, words) => {
  const answer = await create({ url })
  expect(answer.status).toBe(422)
  expect(answer.body.detail).toContain(words)
  expect(answer.body.errors?.[0]?.pointer).toBe('/url')
})

test('an address is checked again when it is changed, and unknown events and fields are refused', async () => {
  const { id } = await trial.hook(events)
  expect((await trial.change(id, { url: 'https://192.168.1.1/' })).status).toBe(422)
  expect((await trial.change(id, { events: ['line.exploded'] })).status).toBe(422)
  expect((await trial.change(id, { secret: 'whsec_mine' })).status).toBe(422)
  expect((await create({ tenantId: newId() })).status).toBe(422)
  expect((await create({ events: [] })).status).toBe(422)
  expect((await create({ events: ['*', 'invoice.issued'] })).body.events).toEqual(['*'])
})

test('nobody has told elsewhere what they may not read themselves', async () => {
  const narrow = await trial.trunkline.member({ name: 'Pieter', role: 'admin', inboxIds: [] })
  const refused = await create({ events: ['*'] }, narrow)
  expect(refused).toMatchObject({
    status: 403,
    body: { detail: expect.stringContaining('message.received') },
  })
  expect((await create({ events: ['invoice.issued'] }, narrow)).status).toBe(201)
  const { id } = await trial.hook(['message.received'])
  const moved = await call('PATCH', `/api/webhooks/${id}`, { url: 'http://127.0.0.1:9/mine' }, narrow)
  expect(moved.status).toBe(403)
  await trial.happens({}, 'message.received')
  const delivery = (await trial.deliveries(id))[0]?.id
  const path = `/api/webhook-deliveries/${delivery}`
  expect((await call<{ payload: unknown }>('GET', path, undefined, narrow)).body.payload).toBeNull()
  expect((await trial.delivery(delivery ?? '')).payload).toMatchObject({ type: 'message.received' })
})

test('the secret is told once and stands nowhere else; a new one works beside it', async () => {
  const { id, secret, receiver } = await trial.hook(events)
  const rotated = await call<{ secret: string }>('POST', `/api/webhooks/${id}/secret`, {})
  receiver.forget(secret)
  receiver.trust(rotated.body.secret)
  await trial.happens()
  await trial.deliverDue(soon())
  expect(receiver.ledger[0]?.signatures).toHaveLength(2)
  receiver.forget(rotated.body.secret)
  receiver.trust(secret)
  await trial.happens()
  await trial.deliverDue(soon())
  expect(receiver.ledger).toHaveLength(2)

  const answers = [
    await trial.view(id),
    (await call('GET', '/api/webhooks')).body,
    await trial.deliveries(id),
  ]
  const rows = await trial.trunkline.app.db.withTenant(trial.trunkline.tenantId, async tx => [
    ...(await tx.query('SELECT * FROM webhooks')).rows,
    ...(await tx.query('SELECT * FROM audit')).rows,
  ])
  const everything = JSON.stringify([answers, rows])
  for (const each of [secret, rotated.body.secret])
    expect(everything).not.toContain(each.replace('whsec_', ''))
})

test('every change stands in the trail, without the query of an address', async () => {
  const { id, receiver } = await trial.hook(events)
  await trial.change(id, { url: `${receiver.url}?token=hush`, enabled: false })
  await call('POST', `/api/webhooks/${id}/secret`, {})
  await call('POST', `/api/webhooks/${id}/test`, {})
  await call('DELETE', `/api/webhooks/${id}`)
  const { rows } = await trial.trunkline.app.db.withTenant(trial.trunkline.tenantId, tx =>
    tx.query('SELECT action, actor_name, after FROM audit WHERE subject_id = $1 ORDER BY seq', [id]),
  )
  const actions = ['create', 'change', 'rotate-secret', 'test', 'delete']
  expect(rows.map(row => row.action)).toEqual(actions.map(action => `webhooks.${action}`))
  expect(rows.map(row => row.actor_name)).toEqual(actions.map(() => 'Nomsa'))
  expect(rows[1]?.after).toEqual({ url: `${receiver.url}?…`, enabled: false })
  expect(JSON.stringify(rows)).not.toContain('hush')
})

test('a test is sent at once, signed, and says what came back', async () => {
  const { id, receiver } = await trial.hook(events)
  const test = () => call('POST', `/api/webhooks/${id}/test`, {})
  expect((await test()).body).toMatchObject({ ok: true, status: 204, words: 'answered 204' })
  expect(receiver.ledger).toMatchObject([{ type: 'webhook.test', data: { webhookId: id } }])
  receiver.failNext(500, 'hang-up')
  expect((await test()).body).toMatchObject({ ok: false, status: 500 })
  expect((await test()).body).toMatchObject({ ok: false, status: null })
  expect(await trial.deliveries(id)).toEqual([])
})

test('deliveries are paged without a gap, also those of one moment, and by state', async () => {
  const { id, receiver } = await trial.hook(events)
  const { app, tenantId } = trial.trunkline
  await app.db.withTenant(tenantId, tx =>
    tx.query(`INSERT INTO events (id, type) SELECT gen_random_uuid(), $1 FROM generate_series(1, 5)`, events),
  )
  await trial.happens()
  receiver.failNext(500)
  await trial.deliverDue(soon())
  const page = (query: string) => call<Page>('GET', `/api/webhooks/${id}/deliveries?${query}`)
  const seen: string[] = []
  let cursor = ''
  do {
    const { body } = await page(`limit=2${cursor}`)
    seen.push(...body.items.map(item => item.id))
    cursor = body.next ? `&cursor=${body.next}` : ''
  } while (cursor)
  expect(seen).toHaveLength(6)
  expect(new Set(seen)).toEqual(new Set((await trial.deliveries(id)).map(each => each.id)))
  expect((await page('state=waiting')).body.items.length).toBeGreaterThan(0)
  expect((await page('state=dead')).body.items).toEqual([])
  for (const wrong of ['cursor=nonsense', 'limit=0', 'state=lost'])
    expect((await page(wrong)).status).toBe(422)
})

test('there can be as many as the plan allows, and 20 where it says nothing', async () => {
  const limit = (limits: string) =>
    trial.trunkline.app.db.platform('UPDATE tenants SET limits = $2 WHERE tenant_id = $1', [
      trial.trunkline.tenantId,
      limits,
    ])
  await limit('{"webhooks": 1}')
  const both = await Promise.all([create({}), create({})])
  expect(both.map(answer => answer.status).sort()).toEqual([201, 409])
  await limit('{}')
  for (let at = 1; at < 20; at++) expect((await create({})).status).toBe(201)
  expect((await create({})).status).toBe(409)
})

test('the events that can be told are listed with a line each', async () => {
  const { body } = await call<{ items: { type: string; words: string }[] }>('GET', '/api/webhook-events')
  expect(body.items.map(item => item.type)).toEqual(eventTypes)
  expect(body.items.filter(item => item.words.length < 10)).toEqual([])
})
