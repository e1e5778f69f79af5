import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectLive } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'
import { type Visitor, visitor } from '../visitor.ts'

type Session = { id: string; current: boolean; address: string | null; device: string; method: string | null }
type Sessions = { items: Session[] }

const phone =
  'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36'

let trunkline: Trunkline

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
})
afterAll(() => trunkline.close())

async function signedIn(member: Member, userAgent = phone): Promise<Visitor> {
  const guest = visitor(trunkline.url, { 'user-agent': userAgent })
  const { email, password } = member
  expect((await guest.post('/api/auth/sign-in/email', { email, password })).status).toBe(200)
  return guest
}
const list = async (member: Member) =>
  (await trunkline.call<Sessions>(member, 'GET', '/api/me/sessions')).body.items

it('shows where one is signed in, and which of it is here', async () => {
  const member = await trunkline.member()
  await signedIn(member)
  const items = await list(member)
  expect(items).toHaveLength(2)
  expect(items.filter(item => item.current)).toHaveLength(1)
  expect(items.find(item => !item.current)).toMatchObject({ device: 'Chrome on Android', method: 'password' })
  expect(JSON.stringify(items)).not.toContain('token')
})

it('ends one of them, its socket included, and nobody else’s', async () => {
  const [member, stranger] = [await trunkline.member(), await trunkline.member({ name: 'Stranger' })]
  const other = await signedIn(member)
  const screen = await connectLive(trunkline.url, other.cookie())
  const over = once(screen.socket as never, 'disconnect')
  const id = (await list(member)).find(item => !item.current)?.id
  expect((await trunkline.call(stranger, 'DELETE', `/api/me/sessions/${id}`)).status).toBe(404)
  expect((await trunkline.call(member, 'DELETE', '/api/me/sessions/never-was')).status).toBe(404)
  expect((await trunkline.call(member, 'DELETE', `/api/me/sessions/${id}`)).status).toBe(204)
  expect((await over)[0]).toBe('io server disconnect')
  trunkline.forget(other.cookie())
  expect(await other.isIn()).toBe(false)
  expect(await list(member)).toHaveLength(1)
})

it('ends all but this one', async () => {
  const member = await trunkline.member()
  const others = [await signedIn(member), await signedIn(member)]
  expect(await trunkline.call(member, 'POST', '/api/me/sessions/revoke-others')).toMatchObject({
    status: 200,
    body: { ended: 2 },
  })
  for (const other of others) expect(await other.isIn()).toBe(false)
  expect((await trunkline.call(member, 'GET', '/api/me')).status).toBe(200)
})

it('lets those who manage people see and end the sessions of their own colleagues only', async () => {
  const admin = await trunkline.member({ role: 'admin' })
  const member = await trunkline.member()
  const foreign = await trunkline.member({ tenantId: await trunkline.otherTenant() })
  const owner = await trunkline.member({ role: 'owner' })
  const of = (id: string) => `/api/members/${id}/sessions`
  expect((await trunkline.call<Sessions>(admin, 'GET', of(member.id))).body.items).toHaveLength(1)
  expect((await trunkline.call(member, 'GET', of(admin.id))).status).toBe(403)
  const never = '01990000-0000-7000-8000-00000000abcd'
  for (const method of ['GET', 'POST']) {
    const path = (id: string) => (method === 'GET' ? of(id) : `${of(id)}/revoke`)
    const [theirs, nobodys] = [
      await trunkline.call<{ detail: string }>(admin, method, path(foreign.id)),
      await trunkline.call<{ detail: string }>(admin, method, path(never)),
    ]
    expect([theirs.status, theirs.body.detail]).toEqual([404, nobodys.body.detail])
  }
  expect((await trunkline.call(admin, 'POST', `${of(owner.id)}/revoke`)).status).toBe(403)

  const screen = await connectLive(trunkline.url, member.cookie)
  const over = once(screen.socket as never, 'disconnect')
  expect((await trunkline.call(admin, 'POST', `${of(member.id)}/revoke`)).body).toEqual({ ended: 1 })
  await over
  trunkline.forget(member.cookie)
  expect((await trunkline.call(member, 'GET', '/api/me')).status).toBe(401)
  const { rows } = await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query(`SELECT actor_id, after FROM audit WHERE action = 'sessions.end' AND subject_id = $1`, [
      member.id,
    ]),
  )
  expect(rows).toEqual([{ actor_id: admin.id, after: { ended: 1 } }])
})
