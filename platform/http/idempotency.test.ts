import { EventEmitter, once } from 'node:events'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { type ServedRoutes, serveRoutes } from '../../test/serve-routes.ts'
import { newId } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { endpoint, publicEndpoint, waitingEndpoint } from './endpoint.ts'
import { forgetOldAnswers } from './idempotency-rows.ts'

const body = z.strictObject({ name: z.string().min(1), refuse: z.string().optional() })
const answer = z.object({ id: z.uuid(), name: z.string() })
const big = z.object({ text: z.string() })
const outside = new EventEmitter()
let at: ServedRoutes
let begun = 0

async function addTeam(tx: Parameters<Parameters<typeof at.db.withTenant>[1]>[0], name: string) {
  const id = newId()
  await tx.query('INSERT INTO teams (id, name) VALUES ($1, $2)', [id, name])
  return { id, name }
}

const make = { summary: 'Make a team', body, answer, status: 201 } as const
const routes = [
  endpoint('post', '/api/teams', 'teams.manage', make, async (tx, { body }) => {
    const team = await addTeam(tx, body.name)
    if (body.refuse) throw new Refusal('conflict', body.refuse)
    return team
  }),
  endpoint('post', '/api/slow', 'teams.manage', make, async (tx, { body }) => {
    const team = await addTeam(tx, body.name)
    outside.emit('begun')
    await once(outside, 'go on')
    if (body.refuse) throw new Refusal('conflict', body.refuse)
    return team
  }),
  endpoint('post', '/api/secrets', 'teams.manage', { ...make, onceOnly: true }, (tx, { body }) =>
    addTeam(tx, body.name),
  ),
  endpoint('post', '/api/teams/clear', 'teams.manage', { summary: 'Clear' }, tx =>
    tx.query('DELETE FROM teams'),
  ),
  endpoint('post', '/api/large', 'teams.manage', { summary: 'Large', answer: big }, async tx => {
    await addTeam(tx, 'large')
    return { text: 'x'.repeat(1_000_001) }
  }),
  waitingEndpoint('post', '/api/waiting', 'teams.manage', make, async ({ who, body }) => {
    begun += 1
    if (body.refuse === 'refuse') throw new Refusal('upstream', 'The other side said no.')
    if (body.refuse === 'break') throw new Error('the process was cut off')
    return at.db.withTenant(who.tenantId, tx => addTeam(tx, body.name))
  }),
  publicEndpoint('post', '/api/open', { summary: 'Open' }, async () => undefined),
]

beforeAll(async () => {
  at = await serveRoutes(routes)
  await at.member('Lerato')
  await at.member('Sipho')
})
beforeEach(() => teams('DELETE FROM teams'))
afterAll(() => at.close())

const teams = async (sql = 'SELECT name FROM teams ORDER BY name') =>
  (await at.db.withTenant(at.tenantId, tx => tx.query<{ name: string }>(sql))).rows.map(row => row.name)

async function post(path: string, key: string | null, input?: unknown, as = 'Lerato') {
  const headers = { 'x-as': as, ...(key === null ? {} : { 'idempotency-key': key }) }
  const got = await at.ask('POST', path, headers, input)
  const text = await got.text()
  return {
    status: got.status,
    replayed: got.headers.get('idempotency-replayed'),
    retryAfter: got.headers.get('retry-after'),
    body: text ? (JSON.parse(text) as Record<string, unknown>) : null,
  }
}

it('the same key with the same request has one effect and one answer', async () => {
  const first = await post('/api/teams', 'k1', { name: 'North' })
  expect(first).toMatchObject({ status: 201, replayed: null, body: { name: 'North' } })
  const second = await post('/api/teams', 'k1', { name: 'North' })
  expect(second).toEqual({ ...first, replayed: 'true' })
  expect(await post('/api/teams', '"k1"', { name: 'North' })).toEqual(second)
  expect(await teams()).toEqual(['North'])
})

it('an answer without a body is the same again', async () => {
  await post('/api/teams/clear', 'k2')
  await post('/api/teams', null, { name: 'South' })
  expect(await post('/api/teams/clear', 'k2')).toMatchObject({ status: 204, replayed: 'true', body: null })
  expect(await teams()).toEqual(['South'])
})

it('the same key with another request is refused and changes nothing', async () => {
  await post('/api/teams', 'k3', { name: 'East' })
  expect(await post('/api/teams', 'k3', { name: 'West' })).toMatchObject({ status: 422 })
  // With a key of fewer rights the kept answer might say too much.
  expect(await post('/api/teams', 'k3', { name: 'East' }, 'key:Lerato')).toMatchObject({ status: 422 })
  expect(await teams()).toEqual(['East'])
})

it('keys of another member and of another route are other keys', async () => {
  await post('/api/teams', 'k4', { name: 'a' })
  expect(await post('/api/teams', 'k4', { name: 'b' }, 'Sipho')).toMatchObject({
    status: 201,
    replayed: null,
  })
  expect(await post('/api/secrets', 'k4', { name: 'c' })).toMatchObject({ status: 201 })
  expect(await teams()).toEqual(['a', 'b', 'c'])
})

it('twenty at once have one effect, and all get its answer', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => post('/api/teams', 'k5', { name: 'Crowd' })),
  )
  expect(new Set(answers.map(each => each.body?.id)).size).toBe(1)
  expect(answers.filter(each => each.replayed === null)).toHaveLength(1)
  expect(await teams()).toEqual(['Crowd'])
})

it('a second waits for the first, and acts itself when the first came to nothing', async () => {
  const starts = once(outside, 'begun')
  const first = post('/api/slow', 'k6', { name: 'Slow', refuse: 'no' })
  await starts
  const second = post('/api/slow', 'k6', { name: 'Slow', refuse: 'no' })
  const startsAgain = once(outside, 'begun')
  outside.emit('go on')
  expect((await first).status).toBe(409)
  await startsAgain
  outside.emit('go on')
  expect(await second).toMatchObject({ status: 409, replayed: null, body: { detail: 'no' } })
  expect(await teams()).toEqual([])
})

it('a second that has waited long enough is told to come back', async () => {
  const starts = once(outside, 'begun')
  const first = post('/api/slow', 'k7', { name: 'Slow' })
  await starts
  expect(await post('/api/slow', 'k7', { name: 'Slow' })).toMatchObject({ status: 409, retryAfter: '5' })
  outside.emit('go on')
  expect((await first).status).toBe(201)
  expect(await post('/api/slow', 'k7', { name: 'Slow' })).toMatchObject({ status: 201, replayed: 'true' })
})

it('a refusal is not kept: the same key may try again', async () => {
  expect(await post('/api/teams', 'k8', { name: 'x', refuse: 'not yet' })).toMatchObject({ status: 409 })
  expect(await post('/api/teams', 'k8', { name: '' })).toMatchObject({ status: 422 })
  expect(await post('/api/teams', 'k8', { name: 'x' })).toMatchObject({ status: 201, replayed: null })
})

it('an answer shown once, and one too large, are not shown again, and the effect stays one', async () => {
  expect(await post('/api/secrets', 'k9', { name: 'Vault' })).toMatchObject({ status: 201 })
  const again = await post('/api/secrets', 'k9', { name: 'Vault' })
  expect(again).toMatchObject({ status: 409, body: { firstStatus: 201 } })
  expect((await post('/api/large', 'k9')).status).toBe(200)
  expect(await post('/api/large', 'k9')).toMatchObject({ status: 409 })
  expect(await teams()).toEqual(['Vault', 'large'])
})

it('a verb that waits for others runs once', async () => {
  begun = 0
  const first = await post('/api/waiting', 'w1', { name: 'Far' })
  expect(await post('/api/waiting', 'w1', { name: 'Far' })).toEqual({ ...first, replayed: 'true' })
  expect(begun).toBe(1)
})

it('a verb that waits and was refused may be tried again; one that was cut off is of unknown outcome', async () => {
  begun = 0
  expect(await post('/api/waiting', 'w2', { name: 'Far', refuse: 'refuse' })).toMatchObject({ status: 502 })
  expect(await post('/api/waiting', 'w2', { name: 'Far', refuse: 'refuse' })).toMatchObject({ status: 502 })
  expect(begun).toBe(2)
  expect(await post('/api/waiting', 'w3', { name: 'Far', refuse: 'break' })).toMatchObject({ status: 500 })
  const after = await post('/api/waiting', 'w3', { name: 'Far', refuse: 'break' })
  expect(after).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('outcome is unknown') },
  })
  expect(begun).toBe(3)
})

it('a row without an outcome is a request at work, and an old one a request that was cut off', async () => {
  await post('/api/waiting', 'w4', { name: 'Far' })
  await teams(`UPDATE idempotency_keys SET status = NULL, answer = NULL WHERE key = 'w4'`)
  expect(await post('/api/waiting', 'w4', { name: 'Far' })).toMatchObject({ status: 409, retryAfter: '5' })
  await teams(`UPDATE idempotency_keys SET created_at = now() - interval '1 hour' WHERE key = 'w4'`)
  const answer = await post('/api/waiting', 'w4', { name: 'Far' })
  expect(answer).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('outcome is unknown') },
  })
})

it('refuses a key that is empty, too long or not printable, and one where none counts', async () => {
  for (const key of ['', '""', 'a'.repeat(256), 'tab\there', 'naïve']) {
    expect((await post('/api/teams', key, { name: 'x' })).status, key).toBe(422)
  }
  expect((await post('/api/teams', 'a'.repeat(255), { name: 'x' })).status).toBe(201)
  expect((await post('/api/open', 'k')).status).toBe(422)
})

it('forgets answers after a day, and not before', async () => {
  await post('/api/teams', 'old', { name: 'old' })
  await post('/api/teams', 'young', { name: 'young' })
  await teams(`UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = 'old'`)
  expect(await forgetOldAnswers(at.db, at.tenantId)).toBe(1)
  expect((await post('/api/teams', 'young', { name: 'young' })).replayed).toBe('true')
  await teams('DELETE FROM teams')
  expect((await post('/api/teams', 'old', { name: 'old' })).replayed).toBeNull()
})

it('keeps nothing of a request from which a password could be guessed', async () => {
  await post('/api/secrets', 'k10', { name: 'hunter2' })
  const rows = await teams(`SELECT k::text AS name FROM idempotency_keys k WHERE key = 'k10'`)
  expect(rows).toHaveLength(1)
  expect(rows[0]).not.toContain('hunter2')
})
