import { afterAll, beforeAll, expect, it } from 'vitest'
import { appCode } from '../authenticator.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'
import { visitor } from '../visitor.ts'

type Policy = { methods: string[]; secondFactorFor: string; available: string[] }

let trunkline: Trunkline
let admin: Member

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  admin = await trunkline.member({ role: 'admin' })
})
afterAll(() => trunkline.close())

const set = (methods: string[], secondFactorFor = 'nobody') =>
  trunkline.call<Policy & { detail: string }>(admin, 'PUT', '/api/sign-in-policy', {
    methods,
    secondFactorFor,
  })

it('starts with every way open and says which are set up here', async () => {
  const { status, body } = await trunkline.call<Policy>(admin, 'GET', '/api/sign-in-policy')
  expect(status).toBe(200)
  expect(body.secondFactorFor).toBe('nobody')
  expect(body.methods).toContain('password')
  expect([...body.available].sort()).toEqual(['code', 'magic-link', 'passkey', 'password'])
})

it('is for those who hold the right, and takes no words it does not know', async () => {
  const agent = await trunkline.member()
  expect((await trunkline.call(agent, 'GET', '/api/sign-in-policy')).status).toBe(403)
  for (const body of [
    {},
    { methods: [], secondFactorFor: 'nobody' },
    { methods: ['pigeon'], secondFactorFor: 'all' },
  ]) {
    expect((await trunkline.call(admin, 'PUT', '/api/sign-in-policy', body)).status).toBe(422)
  }
  const foreign = {
    methods: ['password'],
    secondFactorFor: 'nobody',
    tenantId: await trunkline.otherTenant(),
  }
  expect((await trunkline.call(admin, 'PUT', '/api/sign-in-policy', foreign)).status).toBe(422)
})

it('cannot lock out everybody, nor the one who sets it', async () => {
  expect(await set(['google', 'oidc'])).toMatchObject({ status: 422 })
  const mine = await set(['passkey'])
  expect([mine.status, mine.body.detail]).toEqual([409, expect.stringContaining('yourself')])
  expect(await set(['passkey', 'password'])).toMatchObject({
    status: 200,
    body: { methods: ['passkey', 'password'] },
  })
})

it('closes a way for its people: told only to who had the right secret', async () => {
  const member = await trunkline.member()
  const { rows } = await trunkline.app.db.withTenant(trunkline.tenantId, async tx => {
    await tx.query(`UPDATE tenants SET sign_in_policy = '{"methods":["passkey"]}'`)
    return tx.query<{ name: string }>('SELECT name FROM tenants')
  })
  expect(rows).toHaveLength(1)
  const signIn = (password: string) =>
    visitor(trunkline.url).post('/api/auth/sign-in/email', { email: member.email, password })
  expect(await signIn(member.password)).toMatchObject({ status: 403, body: { code: 'method_closed' } })
  expect((await signIn('wrong')).status).toBe(401)
  const other = await trunkline.member({ tenantId: await trunkline.otherTenant() })
  expect(other.cookie).toContain('session_token')
  await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query(`UPDATE tenants SET sign_in_policy = '{}'`),
  )
  expect((await signIn(member.password)).status).toBe(200)
})

it('asks for a second factor of those it names: they can set one up and nothing else before', async () => {
  expect((await set(['password', 'passkey'], 'managers')).status).toBe(200)
  const manager = await trunkline.member({ role: 'admin' })
  const agent = await trunkline.member()
  expect((await trunkline.call(agent, 'GET', '/api/members')).status).toBe(200)
  expect((await trunkline.call(manager, 'GET', '/api/members')).status).toBe(403)
  expect((await trunkline.call(manager, 'GET', '/api/me/security')).body).toMatchObject({
    needs: 'second-factor',
    twoFactor: false,
  })
  const guest = visitor(trunkline.url)
  await guest.post('/api/auth/sign-in/email', { email: manager.email, password: manager.password })
  const { body } = await guest.post<{ totpURI: string }>('/api/auth/two-factor/enable', {
    password: manager.password,
  })
  expect((await guest.post('/api/auth/two-factor/verify-totp', { code: appCode(body.totpURI) })).status).toBe(
    200,
  )
  expect((await guest.get('/api/members')).status).toBe(200)
  const { rows } = await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query(`SELECT before, after FROM audit WHERE action = 'sign-in.change' ORDER BY seq DESC LIMIT 1`),
  )
  expect(rows).toEqual([
    expect.objectContaining({ after: expect.objectContaining({ secondFactorFor: 'managers' }) }),
  ])
})
