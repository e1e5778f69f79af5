import { io } from 'socket.io-client'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { apiRoutes } from '../../hub/routes.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

type Made = { id: string; key: string; prefix: string; permissions: string[] }
type Listed = { items: (Omit<Made, 'key'> & { revokedAt: string | null; lastUsedFrom: string | null })[] }

let trunkline: Trunkline
let admin: Member

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  admin = await trunkline.member({ role: 'admin', name: 'Lerato' })
})
afterAll(() => trunkline.close())

const usual = { name: 'Billing import', permissions: ['members.read', 'conversations.read'] }

async function make(input: Record<string, unknown> = {}, as = admin): Promise<Made> {
  const { status, body } = await trunkline.call<Made>(as, 'POST', '/api/keys', { ...usual, ...input })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}

const ask = (path: string, key: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${trunkline.url}${path}`, { method, headers: { authorization: `Bearer ${key}`, ...headers } })

const inTenant = (text: string, values: unknown[]) =>
  trunkline.app.db.withTenant(trunkline.tenantId, tx => tx.query(text, values))

/** What a key gets after whatever was known of it has gone stale. */
const eventually = (path: string, key: string, status: number) =>
  vi.waitFor(async () => expect((await ask(path, key)).status).toBe(status), {
    timeout: 10_000,
    interval: 250,
  })

it('a key is shown once, kept as a hash, and lets a program in without a cookie', async () => {
  const made = await make()
  expect(made.key).toMatch(new RegExp(`^tl_${made.prefix}_[A-Za-z0-9_-]{43}$`))
  expect((await ask('/api/members', made.key)).status).toBe(200)
  const list = await trunkline.call<Listed>(admin, 'GET', '/api/keys')
  expect(list.body.items.map(item => item.id)).toContain(made.id)
  expect(JSON.stringify(list.body)).not.toContain(made.key.slice(12))
  const { rows } = await inTenant('SELECT k::text AS row FROM api_keys k WHERE id = $1', [made.id])
  expect(String(rows[0]?.row)).not.toContain(made.key.slice(12))
  const audit = await inTenant('SELECT a::text AS row FROM audit a WHERE subject_id = $1', [made.id])
  expect(audit.rowCount).toBe(1)
  expect(String(audit.rows[0]?.row)).not.toContain(made.key.slice(12))
})

it('a key may do what it was given, and nothing else its member may', async () => {
  const { key } = await make({ permissions: ['members.read'] })
  expect((await ask('/api/members', key)).status).toBe(200)
  const refused = await ask('/api/conversations', key)
  expect(refused.status).toBe(403)
  expect(await refused.json()).toMatchObject({ detail: 'This needs the right "conversations.read".' })
  expect((await ask('/api/keys', key)).status).toBe(403)
})

it('a key loses a word with its member, and dies with them', async () => {
  const supervisor = await trunkline.member({ role: 'admin' })
  const { key } = await make({}, supervisor)
  expect((await ask('/api/conversations', key)).status).toBe(200)
  await inTenant(`UPDATE members SET role = 'field' WHERE id = $1`, [supervisor.id])
  await eventually('/api/conversations', key, 403)
  expect((await ask('/api/members', key)).status).toBe(200)
  await inTenant('UPDATE members SET disabled_at = now() WHERE id = $1', [supervisor.id])
  await eventually('/api/members', key, 401)
})

it('an unknown, a wrong, an expired and a revoked key get the same answer', async () => {
  const wrong = await make()
  const expired = await make()
  await inTenant(`UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = $1`, [expired.id])
  const revoked = await make()
  expect((await trunkline.call(admin, 'DELETE', `/api/keys/${revoked.id}`)).status).toBe(204)
  const flipped = wrong.key.slice(0, -2) + (wrong.key.at(-2) === 'A' ? 'B' : 'A') + wrong.key.at(-1)
  const keys = [`tl_aaaaaaaa_${'a'.repeat(43)}`, flipped, expired.key, revoked.key, 'nonsense', '']
  const answers = await Promise.all(keys.map(key => ask('/api/members', key).then(told)))
  expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
  expect(answers[0]).toMatchObject({ status: 401 })
})

const told = async (answer: Response) => {
  const { requestId: _, ...problem } = (await answer.json()) as Record<string, unknown>
  return { status: answer.status, ...problem }
}

it('a key that was known is refused within seconds of being revoked', async () => {
  const made = await make()
  expect((await ask('/api/members', made.key)).status).toBe(200)
  await trunkline.call(admin, 'DELETE', `/api/keys/${made.id}`)
  await eventually('/api/members', made.key, 401)
})

it('a key works from its addresses only, and the refusal says so to whoever holds the right key', async () => {
  const here = await make({ addresses: ['127.0.0.0/8', '::1'] })
  expect((await ask('/api/members', here.key)).status).toBe(200)
  const elsewhere = await make({ addresses: ['192.0.2.0/24', '2001:db8::/32'] })
  const refused = await ask('/api/members', elsewhere.key, { 'x-forwarded-for': '192.0.2.7' })
  expect(await told(refused)).toMatchObject({
    status: 403,
    detail: 'This key may not be used from 127.0.0.1.',
  })
  const wrong = `${elsewhere.key.slice(0, 12)}${'a'.repeat(43)}`
  expect((await ask('/api/members', wrong)).status).toBe(401)
})

it('tells when and from where a key was last used', async () => {
  const made = await make()
  await ask('/api/members', made.key)
  await vi.waitFor(async () => {
    const { body } = await trunkline.call<Listed>(admin, 'GET', '/api/keys')
    expect(body.items.find(item => item.id === made.id)?.lastUsedFrom).toBe('127.0.0.1')
  })
})

it('with a key the cookie counts for nothing, and no page can ride on a key', async () => {
  const { key } = await make({ permissions: ['members.read'] })
  expect((await ask('/api/keys', key, { cookie: admin.cookie })).status).toBe(403)
  expect((await ask('/api/members', 'tl_wrong', { cookie: admin.cookie })).status).toBe(401)
  // The origin is the browser's business, and a program's call may carry any.
  const elsewhere = { origin: 'https://elsewhere.example' }
  const gone = '/api/keys/01990000-0000-7000-8000-000000000001'
  expect(await told(await ask(gone, key, elsewhere, 'DELETE'))).toMatchObject({
    detail: 'This needs the right "keys.manage".',
  })
})

it("a key opens no socket and is no way into its member's own account", async () => {
  const { key } = await make()
  const socket = io(trunkline.url, {
    transports: ['websocket'],
    extraHeaders: { authorization: `Bearer ${key}` },
    reconnection: false,
    forceNew: true,
  })
  const refusal = await new Promise<string>(resolve => {
    socket.once('connect', () => resolve('came in'))
    socket.once('connect_error', error => resolve(error.message))
  })
  socket.close()
  expect(refusal).toBe('signed-out')
  const personal = apiRoutes(trunkline.app).filter(
    ({ permission, schemas }) => permission === 'signed-in' && !schemas.forKeys,
  )
  expect(personal.length).toBeGreaterThan(3)
  for (const { method, path } of personal) {
    const answer = await ask(
      path.replace(/\{\w+\}/g, '01990000-0000-7000-8000-000000000001'),
      key,
      {},
      method.toUpperCase(),
    )
    expect(answer.status, `${method} ${path}`).toBe(403)
  }
})

it('refuses a key more than its member has, and words that are for people only', async () => {
  const agent = await trunkline.member({ role: 'agent' })
  expect((await trunkline.call(agent, 'POST', '/api/keys', usual)).status).toBe(403)
  const forPeople = ['keys.manage', 'members.manage', 'roles.manage', 'sign-in.manage', 'owners.manage']
  for (const word of forPeople) {
    const answer = await trunkline.call(admin, 'POST', '/api/keys', { name: 'Too much', permissions: [word] })
    expect(answer.status, word).toBe(422)
  }
  await inTenant(`INSERT INTO custom_roles (id, name, permissions) VALUES ($1, 'Keys', $2)`, [
    agent.id,
    ['keys.manage', 'members.read'],
  ])
  await inTenant(`UPDATE members SET role = 'custom', custom_role_id = id WHERE id = $1`, [agent.id])
  await vi.waitFor(async () => {
    const answer = await trunkline.call<{ detail: string }>(agent, 'POST', '/api/keys', usual)
    expect(answer).toMatchObject({
      status: 403,
      body: { detail: 'You cannot give what you do not have: conversations.read.' },
    })
  }, 10_000)
})

it('refuses what cannot be a key: no words, unknown words, wrong addresses, an end in the past', async () => {
  const wrong = [
    { permissions: [] },
    { permissions: ['everything'] },
    { addresses: ['isp.example'] },
    { addresses: ['10.0.0.0/64'] },
    { expiresAt: '2020-01-01T00:00:00Z' },
    { tenantId: trunkline.tenantId },
    { name: '' },
  ]
  for (const part of wrong) {
    const answer = await trunkline.call(admin, 'POST', '/api/keys', { ...usual, ...part })
    expect(answer.status, JSON.stringify(part)).toBe(422)
  }
})

it('a key of another provider is not there', async () => {
  const tenantId = await trunkline.otherTenant()
  const stranger = await trunkline.member({ role: 'admin', tenantId })
  const made = await make()
  const answer = await trunkline.call(stranger, 'DELETE', `/api/keys/${made.id}`)
  const never = await trunkline.call(stranger, 'DELETE', '/api/keys/01990000-0000-7000-8000-000000000001')
  expect([answer.status, never.status]).toEqual([404, 404])
  expect((await ask('/api/members', made.key)).status).toBe(200)
})

it('tells which words there are, which a key may hold, and which are mine', async () => {
  type Words = { permissions: { word: string; forKeys: boolean; mine: boolean }[]; roles: { name: string }[] }
  const agent = await trunkline.member({ role: 'agent' })
  const { body } = await trunkline.call<Words>(agent, 'GET', '/api/permissions')
  const word = (name: string) => body.permissions.find(each => each.word === name)
  expect(word('keys.manage')).toMatchObject({ forKeys: false, mine: false })
  expect(word('conversations.read')).toMatchObject({ forKeys: true, mine: true })
  expect(body.roles.map(role => role.name)).toContain('supervisor')
})
