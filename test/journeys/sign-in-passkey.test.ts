import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser } from '../browser.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let browser: Browser
let context: BrowserContext
let page: Page
let cdp: CDPSession
let member: Member

beforeAll(async () => {
  trunkline = await startTrunkline({
    roles: ['web'],
    pages: (_req, res) =>
      void res.type('html').send(`<!doctype html><title>Sign in</title><script>${pageScript}</script>`),
  })
  member = await trunkline.member({ name: 'Naledi' })
  browser = await openBrowser()
  context = await browser.newContext()
  page = await context.newPage()
  await page.goto(trunkline.url)
  cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
})
afterAll(async () => {
  await browser.close()
  await trunkline.close()
})

/** A device that has checked its owner, or one that never does. */
async function device(checksOwner: boolean): Promise<string> {
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: checksOwner,
      isUserVerified: checksOwner,
      automaticPresenceSimulation: true,
    },
  })
  return authenticatorId
}

type Answer = { status: number; body: Record<string, unknown> }

/** The Security page and the sign-in page, as far as they matter here. */
const pageScript = `
  async function post(path, body) {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch('/api/auth' + path, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: answer.status, body: await answer.json() }
  }
  async function addPasskey() {
    const options = await (await fetch('/api/auth/passkey/generate-register-options')).json()
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
    const made = await navigator.credentials.create({ publicKey })
    return post('/passkey/verify-registration', { response: made.toJSON(), name: 'My laptop' })
  }
  async function signIn(verification) {
    const options = await (await fetch('/api/auth/passkey/generate-authenticate-options')).json()
    const offered = options.userVerification
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON({
      ...options,
      userVerification: verification ?? offered,
    })
    const shown = await navigator.credentials.get({ publicKey })
    return { ...(await post('/passkey/verify-authentication', { response: shown.toJSON() })), offered }
  }
  const get = async path => (await fetch(path)).json()
  const isIn = async () => (await fetch('/api/me')).status === 200`

const post = (path: string, body: unknown) =>
  page.evaluate<Answer>(`post(${JSON.stringify(path)}, ${JSON.stringify(body)})`)
const addPasskey = () => page.evaluate<Answer>('addPasskey()')
const signIn = () => page.evaluate<Answer & { offered: string }>('signIn()')
/** A page that would rather not have the owner checked. */
const signInUnchecked = () => page.evaluate<Answer>(`signIn('discouraged')`)
const isIn = () => page.evaluate<boolean>('isIn()')

it('is added while signed in, and then opens the door by itself, both factors at once', async () => {
  await device(true)
  await post('/sign-in/email', { email: member.email, password: member.password })
  expect(await addPasskey()).toMatchObject({ status: 200, body: { name: 'My laptop' } })
  await post('/sign-out', {})
  expect(await isIn()).toBe(false)

  expect(await signIn()).toMatchObject({
    offered: 'required',
    status: 200,
    body: { user: { email: member.email, name: 'Naledi' }, needs: null },
  })
  expect(await isIn()).toBe(true)
  const security = await page.evaluate(`get('/api/me/security')`)
  expect(security).toMatchObject({ method: 'passkey', passkeys: [{ name: 'My laptop' }] })

  // With an authenticator app set up, a passkey still needs no code beside it.
  await trunkline.app.db.identity.execute(
    `UPDATE auth_users SET two_factor_enabled = true WHERE email = '${member.email}'`,
  )
  await context.clearCookies()
  expect((await signIn()).body).toMatchObject({ needs: null })
  expect(await isIn()).toBe(true)
})

it('is refused when the device did not check its owner', async () => {
  await context.clearCookies()
  await cdp.send('WebAuthn.disable')
  await cdp.send('WebAuthn.enable')
  const id = await device(true)
  const other = await trunkline.member()
  await post('/sign-in/email', { email: other.email, password: other.password })
  expect((await addPasskey()).status).toBe(200)
  await context.clearCookies()
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: false })
  const refused = await signInUnchecked()
  expect(refused).toMatchObject({ status: 401, body: { code: 'NOT_VERIFIED' } })
  expect(await isIn()).toBe(false)
})
