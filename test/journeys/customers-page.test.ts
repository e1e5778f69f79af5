/** Customers on the screen: the list, one beside it, the page and its tabs; by keys and on a phone. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../axe.ts'
import { type CustomersScene, fillCustomers } from '../customers-scene.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let scene: CustomersScene
let nomsa: Member
let page: Page
const broken: string[] = []

beforeAll(async () => {
  trunkline = await startTrunkline({ pages: await loadPages(), roles: ['web'] })
  scene = await fillCustomers(trunkline)
  nomsa = await trunkline.member({ name: 'Nomsa Dube', role: 'admin' })
  page = await signedInPage(trunkline, nomsa)
  page.on('pageerror', error => broken.push(error.message))
  await page.goto(`${trunkline.url}/inbox/open`)
  await page.getByRole('link', { name: 'Customers' }).waitFor()
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(page)
  await trunkline?.close()
})

const names = () => page.locator('[data-record]').allTextContents()
const firstNames = async () => (await names()).map(text => text.trim().split(/[\s']/)[0])
const beside = () => page.getByRole('complementary', { name: 'Customer' })
const heading = (name: string) => page.getByRole('heading', { level: 1, name })
const inBothThemes = async () => {
  const found: string[] = []
  for (const theme of ['light', 'dark']) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
    found.push(...(await violations(page)).map(each => `${theme} ${each}`))
  }
  return found
}

it('two keys lead to the list; filters and order live in the address', async () => {
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await page.getByRole('table', { name: 'Customers' }).waitFor()
  expect(await firstNames()).toEqual(['=Liam', 'Priya', 'Sipho', 'Thandi'])
  expect(await inBothThemes()).toEqual([])
  await page.getByLabel('Name, number, phone, email or login').fill('082 123 0001')
  await expect.poll(firstNames).toEqual(['Thandi'])
  expect(new URL(page.url()).searchParams.get('q')).toBe('082 123 0001')
  await page.getByLabel('Line', { exact: true }).selectOption('Not online')
  await page.getByText('Nothing fits').waitFor()
  await page.getByRole('button', { name: 'Show everything' }).first().click()
  await expect.poll(firstNames).toEqual(['=Liam', 'Priya', 'Sipho', 'Thandi'])
  await page.getByRole('button', { name: 'Balance' }).click()
  await expect.poll(async () => (await firstNames())[0]).toBe('Thandi')
  expect(new URL(page.url()).searchParams.get('sort')).toBe('-balance')
  await page.reload()
  await expect.poll(async () => (await firstNames())[0]).toBe('Thandi')
})

it('the list as shown is saved as a file', async () => {
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  expect((await saved).suggestedFilename()).toBe('customers.csv')
})

it('by keys: down the list, beside it, and on to the page', async () => {
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await beside().getByRole('heading', { name: 'Thandi Mokoena' }).waitFor()
  await beside()
    .getByText(/overdue on 2 invoices/)
    .waitFor()
  expect(await inBothThemes()).toEqual([])
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await beside().getByRole('heading', { name: 'Thandi Mokoena' }).waitFor()
  await page.keyboard.press('Escape')
  await beside().waitFor({ state: 'detached' })
  await page
    .getByRole('row', { name: /Thandi/ })
    .getByText('Fibre 50')
    .click()
  await beside().getByRole('link', { name: 'Open page' }).click()
  await heading('Thandi Mokoena').waitFor()
  expect(new URL(page.url()).pathname).toBe(`/customers/${scene.ids.thandi}`)
})

it('the page says what is wrong, what happened, and is clean in both themes', async () => {
  await page
    .getByRole('list', { name: 'To know' })
    .getByText(/overdue on 2 invoices/)
    .waitFor()
  await page.getByText('My line is down').waitFor()
  await page.getByText('thandi@isp went offline').first().waitFor()
  expect(await inBothThemes()).toEqual([])
  await page.getByRole('button', { name: 'Billing' }).click()
  await page.getByText('Payment received').waitFor()
  await expect.poll(() => page.getByText('My line is down').count()).toBe(0)
  expect(new URL(page.url()).searchParams.get('kind')).toBe('billing')
})

it('each tab has its key, and each is clean in both themes', async () => {
  const tabs: [key: string, shows: RegExp | string][] = [
    ['2', 'Fibre 50'],
    ['3', 'REF-1'],
    ['4', 'Lost-Carrier'],
    ['5', 'No ticket yet'],
    ['6', 'No note yet'],
    ['7', 'Added a customer'],
  ]
  for (const [key, shows] of tabs) {
    await page.keyboard.press(key)
    await page.locator('main').getByText(shows).first().waitFor()
    expect([key, await inBothThemes()]).toEqual([key, []])
  }
  await page.keyboard.press('4')
  await page.getByRole('img', { name: '9.0 MB down, 1.0 MB up' }).first().waitFor()
})

it('fits a phone', async () => {
  // A browser of its own: this one carries all that was looked at in it.
  await closeBrowserOf(page)
  page = await signedInPage(trunkline, nomsa)
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of [
    '/customers',
    `/customers/${scene.ids.thandi}`,
    `/customers/${scene.ids.thandi}/network`,
  ]) {
    await page.goto(`${trunkline.url}${path}`)
    await page.getByText('Thandi Mokoena').first().waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    expect([path, await violations(page)]).toEqual([path, []])
  }
  await page.goto(`${trunkline.url}/customers`)
  await page.locator('[data-record]', { hasText: 'Thandi' }).click()
  await beside().getByRole('link', { name: 'Open page' }).waitFor()
  expect(await page.getByRole('table', { name: 'Customers' }).isVisible()).toBe(false)
  expect(broken).toEqual([])
}, 60_000)
