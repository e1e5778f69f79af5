/** The page of a customer while others work on the same one, and the ways that lead to it. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { onLines } from '../../hub/reactions.ts'
import { newId } from '../../platform/ids.ts'
import { type CustomersScene, fillCustomers } from '../customers-scene.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let scene: CustomersScene
let page: Page
let colleague: Page

beforeAll(async () => {
  trunkline = await startTrunkline({ pages: await loadPages(), roles: ['web'] })
  scene = await fillCustomers(trunkline)
  page = await signedInPage(trunkline, await trunkline.member({ name: 'Nomsa Dube', role: 'admin' }))
  colleague = await signedInPage(trunkline, await trunkline.member({ name: 'Sizwe' }))
  await page.goto(`${trunkline.url}/customers?sort=-balance`)
  await page.locator('[data-record]', { hasText: 'Thandi' }).focus()
  await page.keyboard.press('o')
  await heading('Thandi Mokoena').waitFor()
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(page)
  await closeBrowserOf(colleague)
  await trunkline?.close()
})

const heading = (name: string) => page.getByRole('heading', { level: 1, name })
it('a note written here stands beside their conversation at once, and is gone when a colleague removes it', async () => {
  await colleague.goto(`${trunkline.url}/inbox/open/${scene.conversationId}`)
  const card = colleague.getByRole('region', { name: 'Notes' })
  await card.getByLabel('New note').waitFor()
  await page.keyboard.press('6')
  await page.getByLabel('New note').fill('Gate code 4821')
  await page.getByRole('button', { name: 'Add note' }).click()
  await card.getByText('Gate code 4821').waitFor()
  await card.getByText('Gate code 4821').hover()
  await card.getByRole('button', { name: 'Remove this note' }).click()
  await colleague.getByRole('dialog').getByRole('button', { name: 'Remove note' }).click()
  await page.getByText('No note yet').waitFor()
})

it('the panel leads to the page', async () => {
  await colleague.getByRole('link', { name: 'Thandi Mokoena', exact: true }).click()
  await colleague.getByRole('heading', { level: 1, name: 'Thandi Mokoena' }).waitFor()
  expect(await colleague.getByRole('link', { name: 'Audit' }).count()).toBe(0)
})

it('a line that goes down shows at once, on the page and above it', async () => {
  await page.keyboard.press('1')
  await page.getByText('Online since').waitFor()
  const [row] = await scene.query<{ login_id: string }>(
    `UPDATE radius_sessions SET stopped_at = now(), stop_cause = 'Idle-Timeout'
     WHERE customer_id = $1 AND stopped_at IS NULL RETURNING login_id`,
    [scene.ids.thandi],
  )
  const data = { sessionId: newId(), loginId: row?.login_id ?? '', login: 'thandi@isp', online: false }
  await onLines(trunkline.app, trunkline.tenantId, [
    {
      id: newId(),
      type: 'session.stopped',
      customerId: scene.ids.thandi,
      data: { ...data, ip: null, nasId: scene.nasId, at: new Date().toISOString(), cause: 'Idle-Timeout' },
    },
  ])
  await page.getByText('The line is offline').waitFor()
  await page.getByText('last cause: Idle-Timeout').waitFor()
  await page.getByRole('button', { name: 'Show what is new' }).click()
  await page.getByText('Idle-Timeout · Tower 3').waitFor()
})

it('a ticket for them is opened here and stands in its tab', async () => {
  await page.keyboard.press('5')
  await page.getByRole('button', { name: 'New ticket' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Subject').fill('No light on the box')
  await dialog.getByRole('button', { name: 'Open ticket' }).click()
  await page.getByRole('listitem').filter({ hasText: 'No light on the box' }).first().waitFor()
})

it('brackets walk through the list one came from, and r leads to the conversation', async () => {
  await page.keyboard.press(']')
  await heading('Sipho Ndlovu').or(heading("=Liam O'Connor")).waitFor()
  await page.keyboard.press('[')
  await heading('Thandi Mokoena').waitFor()
  await page.keyboard.press('r')
  await page.waitForURL(new RegExp(`/inbox/open/${scene.conversationId}`))
  await page.getByRole('region', { name: 'Contact' }).waitFor()
})

it('a customer who is not there is said to be so', async () => {
  await page.goto(`${trunkline.url}/customers/${newId()}`)
  await page.getByText('There is no such customer').waitFor()
})

it('search leads to the page of a customer nobody talked to', async () => {
  await page.goto(`${trunkline.url}/search?q=C-1003`)
  await page.locator('a[data-result]', { hasText: 'Priya Naidoo' }).click()
  await heading('Priya Naidoo').waitFor()
})
