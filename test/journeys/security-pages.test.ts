/** One's own account in a browser: authenticator app, passkeys, sessions, password; and how everybody signs in. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { appCode } from '../authenticator.ts'
import { violations } from '../axe.ts'
import { openStage, type Stage } from '../stage.ts'
import type { Member } from '../trunkline.ts'

let stage: Stage
let admin: Member

beforeAll(async () => {
  stage = await openStage()
  admin = await stage.trunkline.member({ name: 'Nomsa Dube', role: 'admin' })
}, 120_000)
beforeEach(() => stage.enter())
afterAll(() => stage?.stop())

/** The page only those who are in can see. */
const isIn = () => stage.page.getByRole('heading', { name: 'Security' }).waitFor()
const dialog = () => stage.page.getByRole('dialog')

/** Sets up an authenticator app on the Security page; gives back its address and the recovery codes. */
async function setUpApp(password: string): Promise<{ uri: string; used: string; codes: string[] }> {
  await stage.page.getByRole('button', { name: 'Set up' }).click()
  await dialog().getByLabel('Your password').fill(password)
  await dialog().getByRole('button', { name: 'Go on' }).click()
  await dialog().getByText('It cannot scan?').click()
  const secret = String(await dialog().locator('code').textContent()).replaceAll(' ', '')
  const uri = `otpauth://totp/x?secret=${secret}`
  const used = appCode(uri)
  await dialog().getByRole('textbox', { name: 'Code' }).fill(used)
  await stage.page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor()
  const codes = await dialog()
    .getByRole('list', { name: 'Recovery codes' })
    .getByRole('listitem')
    .allTextContents()
  await dialog().getByRole('button', { name: 'I have kept them' }).click()
  await stage.page.getByText('10 recovery codes left').waitFor()
  return { uri, used, codes }
}

/** A phone or laptop whose owner always says yes. */
async function withDevice(): Promise<void> {
  const devices = await stage.context.newCDPSession(stage.page)
  await devices.send('WebAuthn.enable')
  await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

async function addPasskey(name: string): Promise<void> {
  await stage.page.getByRole('button', { name: 'Add passkey' }).click()
  await dialog().getByLabel('Name').fill(name)
  await dialog().getByRole('button', { name: 'Save name' }).click()
  await stage.page.getByRole('list', { name: 'Your passkeys' }).getByText(name).waitFor()
}

const thisSession = () =>
  stage.page
    .getByRole('list', { name: 'Your sessions' })
    .getByRole('listitem')
    .filter({ hasText: 'This one' })

it('sets up an authenticator app, and from then on signs in with its code, or once with a recovery code', async () => {
  const member = await stage.trunkline.member({ name: 'Lerato Khumalo' })
  await stage.signIn(member)
  const { uri, used, codes } = await setUpApp(member.password)
  expect(codes).toHaveLength(10)

  await stage.context.clearCookies()
  await stage.signIn(member)
  await stage.page.getByRole('heading', { name: 'One more step' }).waitFor()
  expect(await violations(stage.page)).toEqual([])
  // The code of the set-up is used up; the next half minute's counts already.
  await stage.page.getByLabel('Code').fill(used)
  await stage.page.getByRole('alert').waitFor()
  await stage.page.getByLabel('Code').fill(appCode(uri, 1))
  await isIn()

  for (const works of [true, false]) {
    await stage.context.clearCookies()
    await stage.signIn(member)
    await stage.page.getByRole('button', { name: 'Use a recovery code' }).click()
    await stage.page.getByLabel('Recovery code').fill(String(codes[0]))
    await stage.page.getByRole('button', { name: 'Go on' }).click()
    if (works) await stage.page.getByText('9 recovery codes left').waitFor()
    else await stage.page.getByRole('alert').waitFor()
  }
})

it('leads those who must have a second factor to it, and then lets them on', async () => {
  const policy = { methods: ['password', 'passkey'], secondFactorFor: 'everyone' }
  const tenantId = await stage.trunkline.otherTenant()
  const owner = await stage.trunkline.member({ name: 'Sipho Ndlovu', role: 'owner', tenantId })
  expect((await stage.trunkline.call(owner, 'PUT', '/api/sign-in-policy', policy)).status).toBe(200)
  const member = await stage.trunkline.member({ name: 'Pieter Botha', tenantId })
  await stage.signIn(member, '/inbox/open')
  await isIn()
  await stage.page.getByText('Other ISP asks for a second factor.', { exact: false }).waitFor()
  await setUpApp(member.password)
  await stage.page.getByRole('link', { name: 'Go to the inbox' }).click()
  await stage.page.waitForURL(/\/inbox\/open/)
})

it('shows where one is signed in, and ends the others', async () => {
  const member = await stage.trunkline.member()
  await stage.signIn(member)
  const sessions = stage.page.getByRole('list', { name: 'Your sessions' }).getByRole('listitem')
  await sessions.filter({ hasText: 'This one' }).waitFor()
  expect(await sessions.count()).toBe(2)
  await stage.page.getByRole('button', { name: 'Sign out all others' }).click()
  await stage.page.getByRole('button', { name: 'Sign out 1 other' }).click()
  await stage.page.getByText('1 other session ended.').waitFor()
  await sessions.nth(1).waitFor({ state: 'detached' })
  await sessions.filter({ hasText: 'This one' }).waitFor()
})

it('changes the password, and refuses with words when the present one is wrong', async () => {
  const member = await stage.trunkline.member()
  await stage.signIn(member)
  await stage.page.getByRole('button', { name: 'Change password' }).click()
  await stage.page.getByLabel('Password now').fill('something else')
  await stage.page.getByLabel('New password').fill('seven otters keep quiet')
  await stage.page.getByRole('button', { name: 'Change password' }).click()
  await stage.page.getByRole('alert').waitFor()
  await stage.page.getByLabel('Password now').fill(member.password)
  await stage.page.getByRole('button', { name: 'Change password' }).click()
  await stage.page.getByText('Your password is changed.', { exact: false }).waitFor()
  await stage.context.clearCookies()
  await stage.signIn({ email: member.email, password: 'seven otters keep quiet' })
  await isIn()
})

it('adds a passkey, names it, signs in with it alone, and removes it', async () => {
  await stage.page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false')
  await withDevice()
  await stage.signIn(await stage.trunkline.member())
  await addPasskey('Work laptop')
  await stage.context.clearCookies()
  await stage.to('/sign-in?next=/settings/security')
  await stage.page.getByRole('button', { name: 'Use a passkey' }).click()
  await thisSession().getByText('Passkey · since', { exact: false }).waitFor()
  await stage.page.getByRole('button', { name: 'More for Work laptop' }).click()
  await stage.page.getByRole('menuitem', { name: 'Remove…' }).click()
  await stage.page.getByRole('button', { name: 'Remove passkey' }).click()
  await stage.page.getByRole('list', { name: 'Your passkeys' }).waitFor({ state: 'detached' })
})

it('takes the passkey that the browser offers in the email field', async () => {
  await withDevice()
  await stage.signIn(await stage.trunkline.member())
  await addPasskey('Own phone')
  await stage.context.clearCookies()
  await stage.to('/sign-in?next=/settings/security')
  await thisSession().getByText('Passkey · since', { exact: false }).waitFor()
})

it('closes a way of signing in, and refuses to close all', async () => {
  await stage.signIn(admin, '/settings/sign-in')
  const link = stage.page.getByRole('checkbox', { name: /Link by email/ })
  await link.uncheck()
  await stage.page.getByRole('radio', { name: /Those who can change settings/ }).check()
  await stage.page.getByText(/no authenticator app yet/).waitFor()
  await stage.page.getByRole('radio', { name: /Nobody must/ }).check()
  await stage.page.getByRole('button', { name: 'Save' }).click()
  await stage.page.getByText('Saved.').waitFor()
  await stage.page.reload()
  await link.waitFor()
  expect(await link.isChecked()).toBe(false)
  for (const name of [/^Password/, /Code by email/, /^Passkey/])
    await stage.page.getByRole('checkbox', { name }).uncheck()
  await stage.page.getByRole('button', { name: 'Save' }).click()
  await stage.page.getByRole('alert').waitFor()
})

it('is accessible: WCAG 2.2 AA by axe, in light and dark', async () => {
  await stage.to('/sign-in')
  expect(await violations(stage.page), 'the sign-in page').toEqual([])
  await stage.signIn(admin)
  await isIn()
  for (const colorScheme of ['light', 'dark'] as const) {
    await stage.page.emulateMedia({ colorScheme })
    for (const path of ['/settings/security', '/settings/sign-in']) {
      await stage.page.goto(`${stage.trunkline.url}${path}`, { waitUntil: 'networkidle' })
      expect(await violations(stage.page), `${path} in ${colorScheme}`).toEqual([])
    }
  }
})
