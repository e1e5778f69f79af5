/** The details of a conversation, set by key and by menu, as an agent sees them. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { violations } from '../axe.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

const sms = { accountSid: `AC${'3'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234500' }
const conversationId = newId()
let trunkline: Trunkline
let page: Page
let lerato: Member
let sizwe: Member

beforeAll(async () => {
  trunkline = await startTrunkline({ pages: await loadPages(), roles: ['web'] })
  const inboxId = (await trunkline.inbox('sms', sms)).id
  lerato = await trunkline.member({ name: 'Lerato', role: 'supervisor' })
  sizwe = await trunkline.member({ name: 'Sizwe' })
  await trunkline.app.db.withTenant(trunkline.tenantId, async tx => {
    const contactId = newId()
    await tx.query(`INSERT INTO contacts (id, name) VALUES ($1, 'Nandi Example')`, [contactId])
    await tx.query(
      `INSERT INTO conversations (id, contact_id, thread, inbox_ids, last_message_at, last_channel, last_preview)
       VALUES ($1, $2, 'chat', ARRAY[$3::uuid], now(), 'sms', 'The light is red')`,
      [conversationId, contactId, inboxId],
    )
  })
  await trunkline.call(lerato, 'POST', '/api/labels', { name: 'Fibre cut', colour: 'red' })
  page = await signedInPage(trunkline, lerato)
  await page.goto(`${trunkline.url}/inbox/open/${conversationId}`)
  await page.getByRole('heading', { name: 'Nandi Example' }).waitFor()
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(page)
  await trunkline?.close()
})

const details = () => page.getByRole('group', { name: 'Details' })
const row = () => page.locator(`a[href$="${conversationId}"]`)

it('one key claims it, and whoever comes later is told who has it', async () => {
  await details().getByRole('button', { name: 'Claim' }).waitFor()
  await page.keyboard.press('c')
  await page.getByText('Lerato took this').waitFor()
  expect(await details().getByRole('button', { name: 'Claim' }).count()).toBe(0)
  const late = await trunkline.call<{ detail: string }>(
    sizwe,
    'POST',
    `/api/conversations/${conversationId}/claim`,
  )
  expect(late.body.detail).toBe('Lerato has this conversation already.')
})

it('labels and priority are set by key and menu, and stand in the header and the list', async () => {
  await page.keyboard.press('l')
  await page.getByRole('menuitemcheckbox', { name: 'Fibre cut' }).click()
  await details().getByTitle('Fibre cut').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('p')
  await page.getByRole('menuitem', { name: 'Urgent' }).click()
  await details().getByRole('button', { name: 'Priority: Urgent' }).waitFor()
  await row().getByTitle('Fibre cut').waitFor()
  await row().getByTitle('Urgent priority').waitFor()
})

it('what a colleague changes is there without a reload', async () => {
  await trunkline.call(sizwe, 'PATCH', `/api/conversations/${conversationId}`, { priority: 'low' })
  await details().getByRole('button', { name: 'Priority: Low' }).waitFor()
  await page.getByText('Sizwe set the priority to Low').waitFor()
})

it('watching shows at once, and ends the same way', async () => {
  await page.keyboard.press('w')
  await details().getByRole('button', { name: 'Watching' }).waitFor()
  await page.keyboard.press('w')
  await details().getByRole('button', { name: 'Watch', exact: true }).waitFor()
})

it('one key and one choice snooze it, and it is woken from the same menu', async () => {
  await page.keyboard.press('z')
  await page.getByRole('menuitem', { name: 'Tomorrow' }).click()
  await details()
    .getByText(/^Until /)
    .waitFor()
  await page.keyboard.press('z')
  await page.getByRole('menuitem', { name: 'Wake it now' }).click()
  await page.getByText('Lerato woke this').waitFor()
})

it('a moment of the past is refused in the dialog, one to come is taken', async () => {
  await page.keyboard.press('z')
  await page.getByRole('menuitem', { name: 'Pick a moment…' }).click()
  await page.getByLabel('Day and time').fill('2020-01-01T08:00')
  await page.getByRole('dialog').getByRole('button', { name: 'Snooze' }).click()
  await page.getByText('Choose a moment that is still to come.').waitFor()
  const inTwoDays = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 16)
  await page.getByLabel('Day and time').fill(inTwoDays)
  await page.getByRole('dialog').getByRole('button', { name: 'Snooze' }).click()
  await details()
    .getByText(/^Until /)
    .waitFor()
  expect(await page.getByRole('dialog').count()).toBe(0)
})

it('the details fit a phone and break no rule of accessibility', async () => {
  expect(await violations(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  await details()
    .getByRole('button', { name: /^Priority/ })
    .waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
})
