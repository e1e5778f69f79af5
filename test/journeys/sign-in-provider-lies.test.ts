import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { OidcLie } from '../fakes/oidc.ts'
import { type ProviderScene, pathOf, startProviderScene } from '../provider-scene.ts'
import { type Visitor, visitor } from '../visitor.ts'

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

it.each<OidcLie>([
  'another key',
  'another issuer',
  'another audience',
  'another nonce',
  'expired',
  'alg none',
  'signed with the client secret',
])('refuses a token that is a lie: %s', async lie => {
  scene.oidc.lie = lie
  const before = scene.oidc.ledger.length
  expect(await scene.goThrough(guest, 'oidc')).toContain('/sign-in?error=')
  expect(scene.oidc.ledger.length).toBe(before + 1)
  expect(await guest.isIn()).toBe(false)
})

it('refuses a callback somebody else began, one used before, and one without a state', async () => {
  const begun = await guest.post<{ url: string }>('/api/auth/sign-in/social', { provider: 'oidc' })
  const consented = await fetch(begun.body.url, { redirect: 'manual' })
  const callback = pathOf(consented.headers.get('location'), scene.url)
  const victim = visitor(scene.url)
  expect((await victim.get(callback)).headers.get('location')).toContain('error=state_mismatch')
  expect(await victim.isIn()).toBe(false)
  const again = visitor(scene.url)
  for (const [name, value] of guest.cookies) again.cookies.set(name, value)
  await guest.get(callback)
  expect(await guest.isIn()).toBe(true)
  expect((await again.get(callback)).headers.get('location')).toContain('error=')
  expect(await again.isIn()).toBe(false)
  expect((await again.get('/api/auth/callback/oidc?code=x')).headers.get('location')).toContain(
    'error=state_not_found',
  )
})

it('goes only where this installation is afterwards, and takes nothing else from the browser', async () => {
  const begin = (body: Record<string, unknown>) => guest.post('/api/auth/sign-in/social', body)
  for (const callbackURL of [
    'https://elsewhere.example',
    '//elsewhere.example',
    '/\\elsewhere.example',
    'inbox',
  ]) {
    expect([callbackURL, (await begin({ provider: 'oidc', callbackURL })).status]).toEqual([callbackURL, 422])
  }
  const token = { idToken: { token: 'a.b.c' } }
  for (const extra of [
    token,
    { requestSignUp: true },
    { scopes: ['repo'] },
    { additionalParams: { x: 'y' } },
  ]) {
    expect((await begin({ provider: 'oidc', ...extra })).status).toBe(422)
  }
  expect((await begin({ provider: 'facebook' })).status).toBe(422)
  expect((await begin({ provider: 'google' })).status).toBe(404)
})

it('says so when the provider cannot be reached, and follows it to no private address', async () => {
  const closed = await scene.withoutLeave()
  const answer = await visitor(closed.url).post('/api/auth/sign-in/social', { provider: 'oidc' })
  expect(answer).toMatchObject({
    status: 502,
    body: { detail: 'Company account cannot be reached right now.', code: 'PROVIDER_AWAY' },
  })
  await closed.stop()
})
