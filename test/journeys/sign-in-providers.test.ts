import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { appCode } from '../authenticator.ts'
import { type ProviderScene, startProviderScene, thandi } from '../provider-scene.ts'
import { type Visitor, visitor } from '../visitor.ts'

const { email, password } = thandi
let scene: ProviderScene
let guest: Visitor

beforeAll(async () => {
  scene = await startProviderScene()
})
beforeEach(async () => {
  await scene.begin()
  guest = visitor(scene.url)
})
afterAll(() => scene.close())

const goThrough = (provider: 'oidc' | 'github') => scene.goThrough(guest, provider)

it.each(['oidc', 'github'] as const)(
  'lets people in whose address %s has checked, and nobody new',
  async way => {
    expect(await goThrough(way)).toBe('/inbox')
    expect(await guest.isIn()).toBe(true)
    const { body } = await guest.get('/api/me/security')
    expect(body).toMatchObject({ method: way, accounts: [{ provider: way }], hasPassword: true })
    expect(await scene.rows('SELECT email FROM auth_users')).toEqual([{ email }])
    // Nothing the provider handed out is kept.
    const [kept] = await scene.rows(
      `SELECT access_token, refresh_token, id_token FROM auth_accounts WHERE provider_id = '${way}'`,
    )
    expect(kept).toEqual({ access_token: null, refresh_token: null, id_token: null })
  },
)

it('refuses a stranger whose address nobody here has, and makes nobody of them', async () => {
  scene.oidc.person = {
    sub: 'company-2',
    email: 'stranger@isp.example',
    email_verified: true,
    name: 'Stranger',
  }
  expect(await goThrough('oidc')).toContain('/sign-in?error=signup_disabled')
  expect(await guest.isIn()).toBe(false)
  expect(await scene.rows('SELECT email FROM auth_users')).toEqual([{ email }])
})

it.each([false, 'false'])('refuses an address the provider has not checked (%j)', async email_verified => {
  scene.oidc.person = { ...scene.oidc.person, email_verified }
  expect(await goThrough('oidc')).toContain('/sign-in?error=account_not_linked')
  expect(await guest.isIn()).toBe(false)
  expect(await scene.rows(`SELECT 1 FROM auth_accounts WHERE provider_id = 'oidc'`)).toEqual([])
})

it('refuses it on later sign-ins too, and an address that is not checked here', async () => {
  await goThrough('oidc')
  guest = visitor(scene.url)
  scene.oidc.person = { ...scene.oidc.person, email_verified: false }
  expect(await goThrough('oidc')).toContain('/sign-in?error=email_not_verified')
  expect(await guest.isIn()).toBe(false)

  await scene.rows(`DELETE FROM auth_accounts WHERE provider_id = 'oidc'`)
  await scene.rows('UPDATE auth_users SET email_verified = false')
  scene.oidc.person = { ...scene.oidc.person, email_verified: true }
  expect(await goThrough('oidc')).toContain('/sign-in?error=account_not_linked')
  expect(await guest.isIn()).toBe(false)
})

it('knows a person by the provider’s id, whatever address they have there later', async () => {
  await goThrough('oidc')
  guest = visitor(scene.url)
  scene.oidc.person = { ...scene.oidc.person, email: 'married@isp.example' }
  expect(await goThrough('oidc')).toBe('/inbox')
  expect((await guest.get('/api/me')).body).toMatchObject({ member: { email } })
})

it('refuses GitHub’s unchecked primary address, though a checked one stands beside it', async () => {
  scene.github.person = {
    id: 4712,
    login: 'mallory',
    emails: [
      { email, primary: true, verified: false },
      { email: 'mallory@elsewhere.example', primary: false, verified: true },
    ],
  }
  expect(await goThrough('github')).toContain('/sign-in?error=account_not_linked')
  expect(await guest.isIn()).toBe(false)
})

it('asks for the second factor behind a provider as behind a password', async () => {
  await guest.post('/api/auth/sign-in/email', { email, password })
  const { body } = await guest.post<{ totpURI: string }>('/api/auth/two-factor/enable', { password })
  await guest.post('/api/auth/two-factor/verify-totp', { code: appCode(body.totpURI) })
  guest = visitor(scene.url)
  expect(await goThrough('oidc')).toBe('/sign-in?needs=second-factor')
  expect(await guest.isIn()).toBe(false)
  const code = appCode(body.totpURI, 1)
  expect((await guest.post('/api/auth/two-factor/verify-totp', { code })).status).toBe(200)
  expect((await guest.get('/api/me/security')).body).toMatchObject({ method: 'oidc', twoFactor: true })
})

it('refuses a provider the tenant has closed', async () => {
  const setPolicy = (policy: unknown) =>
    scene.running.app.db.withTenant(scene.tenantId, tx =>
      tx.query('UPDATE tenants SET sign_in_policy = $1', [JSON.stringify(policy)]),
    )
  await setPolicy({ methods: ['password', 'github'] })
  expect(await goThrough('oidc')).toContain('/sign-in?error=method_closed')
  expect(await guest.isIn()).toBe(false)
  expect(await goThrough('github')).toBe('/inbox')
  await setPolicy({})
})
