/** The owner of the installation: makes providers, suspends them, and looks through a member's eyes for a while. */
import pg from 'pg'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createUser } from '../../platform/identity/create-user.ts'
import { violations } from '../axe.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

/** A browser, a server and their database share what the machine has. */
vi.setConfig({ testTimeout: 90_000 })

let trunkline: Trunkline
let page: Page
let thandi: Member

beforeAll(async () => {
  trunkline = await startTrunkline({ pages: await loadPages() })
  thandi = await trunkline.member({ name: 'Thandi Mokoena', role: 'admin' })
  page = await signedInPage(trunkline, await operator())
}, 180_000)
afterAll(async () => {
  await closeBrowserOf(page)
  await trunkline?.close()
})

/** Works for no provider. */
async function operator(): Promise<Member> {
  const person = { email: 'ops@hosting.example', name: 'Ops Person', password: 'a password for tests' }
  const { userId } = await createUser(trunkline.app.db, person)
  await asOwner('UPDATE auth_users SET platform_owner = true WHERE id = $1', [userId])
  return trunkline.signIn(person.email, person.password)
}

async function asOwner(text: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: trunkline.ownerUrl })
  await client.connect()
  await client.query(text, values).finally(() => client.end())
}

const button = (name: string | RegExp) => page.getByRole('button', { name })
const dialog = () => page.getByRole('dialog')
const banner = () => page.getByRole('complementary', { name: /somebody’s eyes/ })

async function borrowEyes(): Promise<void> {
  await page.goto(`${trunkline.url}/platform/tenants/${trunkline.tenantId}`)
  await page.getByLabel('Member', { exact: true }).selectOption({ label: 'Thandi Mokoena · admin' })
  await page.getByLabel('Reason').fill('She reports that her inbox stays empty')
  await button('Start').click()
  await page.waitForURL(/\/inbox/)
  await banner().getByText('Thandi Mokoena').waitFor()
}

it('leads an owner of the installation without a provider to the list of providers', async () => {
  await page.goto(`${trunkline.url}/inbox/open`)
  await page.waitForURL(/\/platform\/tenants$/)
  await page.getByRole('link', { name: 'Test ISP' }).waitFor()
})

it('makes a provider with a limit, and shows its owner’s link once', async () => {
  await button('New provider').click()
  await dialog().getByLabel('Name', { exact: true }).fill('Karoo Net')
  await dialog().getByLabel('Time zone').fill('Africa/Johannesburg')
  await dialog().getByLabel('Owner’s name').fill('Lerato Nkosi')
  await dialog().getByLabel('Owner’s email').fill('lerato@karoo.example')
  await dialog().getByLabel('People').fill('15')
  await button('Make provider').click()
  await dialog()
    .getByText(/\/join\?token=/)
    .waitFor()
  await button('Done').click()
  await page
    .getByRole('row', { name: /Karoo Net/ })
    .getByText('1 of 15')
    .waitFor()
})

it('changes a limit, and refuses a name that no clock knows in words', async () => {
  await page.getByRole('link', { name: 'Karoo Net' }).click()
  await page.getByLabel('Inboxes').fill('3')
  await button('Save').click()
  await page.getByText('0 of 3').waitFor()
  await page.getByLabel('Time zone').fill('Africa/Nowhere')
  await button('Save').click()
  await page
    .getByRole('alert')
    .getByText(/time zone/)
    .waitFor()
})

it('suspends a provider: whoever works there is told why, on whatever page they are', async () => {
  const theirs = await signedInPage(trunkline, thandi)
  await theirs.goto(`${trunkline.url}/settings/people`)
  await theirs.getByRole('link', { name: 'Thandi Mokoena' }).waitFor()
  await page.goto(`${trunkline.url}/platform/tenants/${trunkline.tenantId}`)
  await button('Suspend…').click()
  await dialog().getByLabel('Reason').fill('The invoice of March is open')
  await dialog().getByRole('button', { name: 'Suspend' }).click()
  await dialog().waitFor({ state: 'hidden' })
  await button('Let it go on').waitFor()
  await trunkline.known(thandi)
  // A press, unless something the page asked by itself has told her already.
  await theirs.evaluate(`document.querySelector('main a[href^="/settings/people/"]')?.click()`)
  await theirs.getByRole('heading', { name: 'This provider is suspended' }).waitFor()
  await theirs.getByText('The invoice of March is open').waitFor()
  expect(await violations(theirs)).toEqual([])
  await button('Let it go on').click()
  await dialog().getByRole('button', { name: 'Let it go on' }).click()
  await dialog().waitFor({ state: 'hidden' })
  await button('Suspend…').waitFor()
  await trunkline.known(thandi)
  await theirs.getByRole('button', { name: 'Try again' }).click()
  await theirs.getByRole('heading', { name: 'Thandi Mokoena' }).waitFor()
  await closeBrowserOf(theirs)
})

it('shows on every page through whose eyes one looks and why, and stops at a press', async () => {
  await borrowEyes()
  await banner()
    .getByText(/She reports that her inbox stays empty/)
    .waitFor()
  await page.goto(`${trunkline.url}/settings/people`)
  await banner()
    .getByText(/as Ops Person until/)
    .waitFor()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await violations(page), colorScheme).toEqual([])
  }
  await banner().getByRole('button', { name: 'Stop' }).click()
  await page.waitForURL(/\/platform\/tenants$/)
  await page.getByRole('link', { name: 'Test ISP' }).waitFor()
  expect(await banner().count()).toBe(0)
})

it('goes home by itself when the time is over, and not before the server says so', async () => {
  await page.clock.install()
  await borrowEyes()
  const asked = page.waitForResponse(/\/api\/platform\/me$/)
  await page.clock.fastForward('16:00')
  await asked
  expect(await banner().count()).toBe(1)
  await asOwner('UPDATE impersonations SET expires_at = now() WHERE ended_at IS NULL')
  await page.clock.fastForward('00:06')
  await page.waitForURL(/\/platform\/tenants$/)
  await page.getByRole('link', { name: 'Test ISP' }).waitFor()
})

it('hides the installation from everybody else', async () => {
  const theirs = await signedInPage(trunkline, thandi)
  await theirs.goto(`${trunkline.url}/platform/tenants`)
  await theirs.getByText('There is nothing here').waitFor()
  await closeBrowserOf(theirs)
})

it('leads a manager who lacks a second factor to where it is set up', async () => {
  await asOwner(`UPDATE tenants SET sign_in_policy = '{"secondFactorFor":"managers"}' WHERE tenant_id = $1`, [
    trunkline.tenantId,
  ])
  await trunkline.known(thandi)
  const theirs = await signedInPage(trunkline, thandi)
  await theirs.goto(`${trunkline.url}/settings/people`)
  await theirs.waitForURL(/\/settings\/security$/)
  await closeBrowserOf(theirs)
})

it('lets a person who works for two providers change between them', async () => {
  const otherId = await trunkline.otherTenant()
  const both = await trunkline.member({ name: 'Pieter Botha' })
  await asOwner(
    `INSERT INTO members (tenant_id, id, user_id, name, email, role, all_inboxes)
     SELECT $1, gen_random_uuid(), user_id, name, email, role, true FROM members WHERE id = $2`,
    [otherId, both.id],
  )
  const theirs = await signedInPage(trunkline, both)
  await theirs.goto(`${trunkline.url}/inbox/open`)
  const menu = theirs.getByRole('button', { name: 'You and your settings' })
  await menu.click()
  const checked = theirs.getByRole('menuitemradio', { name: 'Test ISP' })
  const other = (await checked.getAttribute('aria-checked')) === 'true' ? 'Other ISP' : 'Test ISP'
  const loaded = theirs.waitForEvent('load')
  await theirs.getByRole('menuitemradio', { name: other }).click()
  await loaded
  await menu.click()
  await theirs.getByText(`Agent · ${other}`).waitFor()
  await closeBrowserOf(theirs)
})

const paths = () => ['/platform/tenants', `/platform/tenants/${trunkline.tenantId}`]

it.each(['light', 'dark'] as const)('is accessible in %s', async colorScheme => {
  await page.emulateMedia({ colorScheme })
  for (const path of paths()) {
    await page.goto(`${trunkline.url}${path}`, { waitUntil: 'networkidle' })
    expect(await violations(page), path).toEqual([])
  }
})

it('fits a phone', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of paths()) {
    await page.goto(`${trunkline.url}${path}`, { waitUntil: 'networkidle' })
    const over = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await page.evaluate(over), path).toBe(0)
  }
})
