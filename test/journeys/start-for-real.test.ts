/** From the demo to a provider of one's own: nothing of the demo stays, and nothing happens by halves. */
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { tenantSlugs } from '../../db/seed/index.ts'
import { type DemoRun, openDemo } from '../../hub/demo/open-demo.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

const own = {
  providerName: 'Karoo Connect',
  name: 'Ayanda Botha',
  email: 'ayanda@karoo.example',
  password: 'a long walk at night',
  timeZone: 'Africa/Johannesburg',
  currency: 'ZAR',
  locale: 'en-ZA',
}

let demo: DemoRun
let trunkline: Trunkline
let nomsa: Member
let agent: Member

beforeAll(async () => {
  demo = await openDemo()
  trunkline = await startTrunkline({ moreRoutes: demo.routes })
  await asOwner('DELETE FROM tenants')
  const people = await demo.fill(trunkline, trunkline.ownerUrl)
  const as = (role: string) => people.find(person => person.role === role) ?? expect.fail(`no ${role}`)
  nomsa = await trunkline.signIn(as('owner').email, as('owner').password)
  agent = await trunkline.signIn(as('agent').email, as('agent').password)
}, 60_000)
afterAll(async () => {
  await trunkline?.close()
  await demo?.stop()
})

async function asOwner(text: string): Promise<pg.QueryResult> {
  const owner = new pg.Client({ connectionString: trunkline.ownerUrl })
  await owner.connect()
  try {
    return await owner.query(text)
  } finally {
    await owner.end()
  }
}
const leave = (as: Member, body: unknown) => trunkline.call(as, 'post', '/api/demo/start-for-real', body)

it.each([
  ['a time zone nobody knows', { timeZone: 'Middle/Earth' }, 422],
  ['a password that is easy to guess', { password: 'password1234' }, 422],
  ['the name of the demo', { providerName: 'Fernhill' }, 422],
  ['an address of the demo', { email: 'nomsa@fernhill.example' }, 409],
])('%s is refused, and the demo stays whole', async (_, wrong, status) => {
  expect((await leave(nomsa, { ...own, ...wrong })).status).toBe(status)
  expect(await tenantSlugs(trunkline.ownerUrl)).toEqual(['fernhill'])
})

it('who is no owner may not end the demo', async () => {
  expect((await leave(agent, own)).status).toBe(403)
})

it('makes the provider and its owner, and leaves nothing of the demo', async () => {
  const [{ tenant_id: demoId }] = (await asOwner('SELECT tenant_id FROM tenants')).rows
  const sha256 = await trunkline.app.files.put(demoId, Buffer.from('a file of the demo'))
  expect((await leave(nomsa, own)).status).toBe(204)
  expect(await tenantSlugs(trunkline.ownerUrl)).toEqual(['karoo-connect'])
  const { rows } = await asOwner(
    `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'tenant_id'`,
  )
  const left = await asOwner(
    rows.map(({ name }) => `SELECT '${name}' AS name, tenant_id FROM "${name}"`).join(' UNION ALL '),
  )
  expect([...new Set(left.rows.map(row => row.name))].sort()).toEqual(['members', 'tenants'])
  const users = await asOwner('SELECT email FROM auth_users')
  expect(users.rows).toEqual([{ email: own.email }])
  await expect(trunkline.app.files.get(demoId, sha256)).rejects.toMatchObject({ code: 'ENOENT' })
  expect((await trunkline.call(nomsa, 'get', '/api/me')).status).toBe(401)
  const ayanda = await trunkline.signIn(own.email, own.password)
  const { body } = await trunkline.call<{ demo: boolean; tenant: { name: string } }>(ayanda, 'get', '/api/me')
  expect(body).toMatchObject({ demo: false, tenant: { name: 'Karoo Connect' } })
  expect((await leave(ayanda, { ...own, providerName: 'Another' })).status).toBe(404)
})
