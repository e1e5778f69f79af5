/** People come, are given what they need, and go: as an admin does it in the browser. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { violations } from '../axe.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

const twilio = { accountSid: `AC${'2'.repeat(32)}`, authToken: 'auth', apiUrl: 'http://127.0.0.1:9' }
const sipho = { email: 'sipho@isp.example', name: 'Sipho Dlamini', password: 'long words in a row' }

/** A browser, a server and their database share what the machine has. */
vi.setConfig({ testTimeout: 90_000 })

let trunkline: Trunkline
let page: Page
let admin: Member
let colleague: Member

beforeAll(async () => {
  trunkline = await startTrunkline({ pages: await loadPages() })
  for (const fromNumber of ['+27871234500', '+27871234501']) {
    await trunkline.inbox('sms', { ...twilio, fromNumber })
  }
  await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query(`UPDATE inboxes SET name = CASE account WHEN '+27871234500' THEN 'Sales' ELSE 'Support' END`),
  )
  admin = await trunkline.member({ name: 'Nomsa Khumalo', role: 'admin' })
  await trunkline.member({ name: 'Pieter Botha', role: 'agent' })
  page = await signedInPage(trunkline, admin)
}, 180_000)
afterAll(async () => {
  await closeBrowserOf(page)
  await trunkline?.close()
})

const button = (name: string | RegExp) => page.getByRole('button', { name })
const dialog = () => page.getByRole('dialog')
const open = (path: string) => page.goto(`${trunkline.url}${path}`)
const accept = (token: string | null) =>
  fetch(`${trunkline.url}/api/invitation/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, name: sipho.name, password: sipho.password }),
  })
const meOf = (member: Member) => trunkline.call<{ member: { role: string } }>(member, 'get', '/api/me')

async function invite(person: { email: string; name: string }): Promise<string | null> {
  await button('Invite').click()
  await dialog().getByLabel('Email').fill(person.email)
  await dialog().getByLabel('Name').fill(person.name)
  await dialog().getByLabel('Only some').check()
  await dialog().getByRole('checkbox', { name: 'Sales' }).check()
  await dialog().getByRole('button', { name: 'Invite' }).click()
  const link = await dialog()
    .getByText(/\/join\?token=/)
    .textContent()
  await button('Done').click()
  return new URL(link ?? '').searchParams.get('token')
}

it('invites somebody, who joins with the link and sees the inbox they were given', async () => {
  await open('/settings/people')
  await page.getByText('2 people').waitFor()
  const token = await invite(sipho)
  await page.getByText('3 people').waitFor()
  expect((await accept(token)).status).toBe(200)
  colleague = await trunkline.signIn(sipho.email, sipho.password)
  const { body } = await trunkline.call<{ items: { name: string }[] }>(colleague, 'get', '/api/inboxes')
  expect(body.items.map(inbox => inbox.name)).toEqual(['Sales'])
})

it('finds a person as one types, and opens them', async () => {
  await page.reload()
  await page.getByLabel('Find people').fill('dlam')
  await page.getByText('Pieter Botha').waitFor({ state: 'hidden' })
  await page.getByRole('link', { name: sipho.name }).click()
  await page.getByRole('heading', { name: sipho.name }).waitFor()
})

it('changes role and inboxes, and it holds for the person at once', async () => {
  await page.getByLabel('Role').selectOption({ label: 'Supervisor' })
  await page.getByLabel('All inboxes').check()
  await button('Save').click()
  await page.getByText('Saved.').waitFor()
  await trunkline.known(colleague)
  expect((await meOf(colleague)).body.member.role).toBe('supervisor')
  await page.reload()
  expect(await page.getByLabel('All inboxes').isChecked()).toBe(true)
  expect(await page.getByLabel('Role').locator('option:checked').textContent()).toBe('Supervisor')
})

it('leaves the phone to its owner, and says beside the form why the server refused', async () => {
  expect(await page.getByRole('textbox', { name: 'Phone' }).count()).toBe(0)
  await open('/settings/security')
  await page.getByRole('region', { name: 'Name and phone' }).getByRole('button', { name: 'Change' }).click()
  await page.getByRole('textbox', { name: 'Phone' }).fill('082 123')
  await button('Save').click()
  await page
    .getByRole('alert')
    .getByText(/country code/)
    .waitFor()
})

it('makes a team with the person in it, and refuses a second of that name in words', async () => {
  await open('/settings/teams')
  for (const attempt of ['first', 'second']) {
    await button('New team').click()
    await dialog().getByLabel('Name').fill('Night shift')
    await dialog().getByRole('checkbox', { name: sipho.name }).check()
    await dialog()
      .getByRole('checkbox', { name: /^Support/ })
      .check()
    await dialog().getByRole('button', { name: 'Make team' }).click()
    if (attempt === 'first') await page.getByText('1 person · Support').waitFor()
  }
  await dialog().getByText('There is a team called Night shift already.').waitFor()
  await page.keyboard.press('Escape')
})

it('makes a role out of a built-in one, and keeps it while somebody has it', async () => {
  await open('/settings/roles')
  await button('New role').click()
  await dialog().getByLabel('Name').fill('Trainee')
  await dialog().getByLabel('Copy from').selectOption({ label: 'Agent' })
  await dialog().getByRole('checkbox', { name: 'Answer customers and write notes' }).uncheck()
  await dialog().getByRole('button', { name: 'Make role' }).click()
  await page.getByText('Trainee').waitFor()
  await open('/settings/people')
  await page.getByRole('link', { name: 'Pieter Botha' }).click()
  await page.getByLabel('Role').selectOption({ label: 'Trainee' })
  await button('Save').click()
  await page.getByText('Saved.').waitFor()
  await open('/settings/roles')
  await button('More for Trainee').click()
  await page.getByRole('menuitem', { name: 'Remove…' }).click()
  await dialog().getByRole('button', { name: 'Remove role' }).click()
  await dialog()
    .getByText(/1 person has this role/)
    .waitFor()
  await page.keyboard.press('Escape')
})

it('withdraws an invitation, whose link then opens nothing', async () => {
  await open('/settings/invitations')
  const token = await invite({ email: 'lerato@isp.example', name: 'Lerato Nkosi' })
  await button('More for Lerato Nkosi').click()
  await page.getByRole('menuitem', { name: 'Withdraw…' }).click()
  await dialog().getByRole('button', { name: 'Withdraw' }).click()
  await page.getByText('Nobody is invited').waitFor()
  expect((await accept(token)).status).toBe(404)
})

it('signs a person out everywhere, then switches them off: they are gone and cannot come back', async () => {
  await open('/settings/people')
  await page.getByRole('link', { name: sipho.name }).click()
  await button('Sign out everywhere…').click()
  await dialog().getByRole('button', { name: 'Sign out everywhere' }).click()
  await page.getByText('Not signed in anywhere.').waitFor()
  await trunkline.known(colleague)
  expect((await meOf(colleague)).status).toBe(401)
  await button('Switch off…').click()
  await dialog().getByRole('button', { name: 'Switch off' }).click()
  await button('Switch on again').waitFor()
  const again = await trunkline.signIn(sipho.email, sipho.password).catch(() => null)
  if (again) expect((await meOf(again)).status).toBe(401)
  await open('/settings/people')
  await page.getByText('Switched off (1)').click()
  await page
    .getByRole('table', { name: /switched off/ })
    .getByText(sipho.name)
    .waitFor()
})

it('shows nobody more settings than they may use', async () => {
  const agent = await trunkline.member({ name: 'Aisha Jaffer', role: 'agent' })
  const theirs = await signedInPage(trunkline, agent)
  await theirs.goto(`${trunkline.url}/settings`)
  const links = theirs.getByRole('navigation', { name: 'Settings' }).getByRole('link')
  await links.first().waitFor()
  expect(await links.allInnerTexts()).toEqual([
    'Inboxes',
    'Ready-made answers',
    'Notifications',
    'Security',
    'Keys and looks',
  ])
  await closeBrowserOf(theirs)
})

const paths = ['/settings/people', '/settings/invitations', '/settings/teams', '/settings/roles']

it.each(['light', 'dark'] as const)('is accessible in %s', async colorScheme => {
  await page.emulateMedia({ colorScheme })
  for (const path of paths) {
    await page.goto(`${trunkline.url}${path}`, { waitUntil: 'networkidle' })
    expect(await violations(page), path).toEqual([])
  }
  await open('/settings/people')
  await button('Invite').click()
  await dialog().getByLabel('Email').waitFor()
  expect(await violations(page), 'inviting').toEqual([])
})

it('fits a phone', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of ['/settings', ...paths]) {
    await page.goto(`${trunkline.url}${path}`, { waitUntil: 'networkidle' })
    const over = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await page.evaluate(over), path).toBe(0)
  }
})
