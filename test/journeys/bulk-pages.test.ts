/** A change to many as its member sees it: how far it is, what was left out, stopping it and taking it back. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runBulkJobs } from '../../hub/bulk/run-bulk.ts'
import { violations } from '../axe.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'
import { addConversations } from '../two-screens.ts'

const sms = { accountSid: `AC${'7'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234580' }
const many = 60
let trunkline: Trunkline
let thandi: Member
let page: Page
let ids: string[]

beforeAll(async () => {
  // No worker: the tests say when a job goes on.
  trunkline = await startTrunkline({ pages: await loadPages(), roles: ['web'] })
  const inboxId = (await trunkline.inbox('sms', sms)).id
  thandi = await trunkline.member({ name: 'Thandi', role: 'supervisor' })
  ids = await addConversations(trunkline, inboxId, Array(many).fill('Nandi Example'))
  page = await signedInPage(trunkline, thandi)
  await page.goto(`${trunkline.url}/inbox/open`)
  await page
    .getByRole('link', { name: /Nandi Example/ })
    .first()
    .waitFor()
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(page)
  await trunkline?.close()
})

const sql = (text: string, values: unknown[]) =>
  trunkline.app.db.withTenant(trunkline.tenantId, async tx => (await tx.query(text, values)).rows)
const run = async () => {
  while (await runBulkJobs(trunkline.app, trunkline.tenantId));
}
const notice = () => page.getByRole('region', { name: 'Change to many' })
const button = (name: string) => notice().getByRole('button', { name })
async function setPriority(name: string) {
  await page.getByRole('button', { name: 'Select several' }).click()
  await page.getByRole('button', { name: 'Select all matching' }).click()
  await page.getByRole('button', { name: 'Priority' }).click()
  await page.getByRole('menuitem', { name }).click()
  await notice().getByText(`Waiting to change ${many} conversations`).waitFor()
}

it('moves by what the socket tells, without asking, and is taken back within ten seconds', async () => {
  await page.route('**/api/bulk/*', route =>
    route.request().method() === 'GET' ? route.abort() : route.continue(),
  )
  await setPriority('High')
  expect(await notice().getByRole('progressbar').getAttribute('aria-valuemax')).toBe(String(many))
  expect(await violations(page)).toEqual([])
  await run()
  await notice().getByText(`${many} changed`).waitFor()
  await button('Undo').click()
  await notice().getByText(`Putting back: 0 of ${many}`).waitFor()
  await run()
  await notice().getByText(`${many} put back`).waitFor()
  await page.unroute('**/api/bulk/*')
})

it('goes away by itself once it is read and cannot be taken back', async () => {
  await page.mouse.move(1_200, 500)
  await page.evaluate('document.activeElement.blur()')
  await notice().waitFor({ state: 'detached' })
})

it('says what was left out and why, and stays until it is let go', async () => {
  await sql(`UPDATE conversations SET priority = 'urgent' WHERE id = ANY($1)`, [ids.slice(0, 2)])
  await setPriority('Urgent')
  await run()
  await notice()
    .getByText(`${many - 2} changed, 2 left as they were`)
    .waitFor()
  await button('See what was left out').click()
  const left = notice().getByRole('list', { name: 'Left out' })
  await left.getByText('It was so already.').waitFor()
  expect(await left.getByRole('link', { name: 'Nandi Example' }).count()).toBe(2)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await violations(page)).toEqual([])
  }
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  await page.setViewportSize({ width: 1440, height: 900 })
  await button('Dismiss').click()
  await notice().waitFor({ state: 'detached' })
})

it('what was begun on another screen shows here too, and is stopped here', async () => {
  await trunkline.call(thandi, 'POST', '/api/bulk', { ids, change: { priority: 'low' } })
  const stopped = page.waitForResponse('**/api/bulk/*/cancel')
  await button('Cancel').click()
  await stopped
  await run()
  await notice().getByText(`Stopped at 0 of ${many}: 0 changed`).waitFor()
  await button('Dismiss').click()
})

it('asks by itself where a word was lost', async () => {
  await trunkline.call(thandi, 'POST', '/api/bulk', { ids, change: { priority: 'low' } })
  await notice().getByText('Waiting to change').waitFor()
  await sql(`UPDATE bulk_jobs SET state = 'done', done = $1, finished_at = now() WHERE state = 'waiting'`, [
    many,
  ])
  await notice().getByText(`${many} changed`).waitFor()
})
