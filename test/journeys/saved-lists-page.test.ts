/** A list saved under a name, on the screen: by two people, in both themes, on a phone. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { violations } from '../axe.ts'
import { fillCustomers } from '../customers-scene.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { startTrunkline, type Trunkline } from '../trunkline.ts'

/** A browser, a server and their database share what the machine has. */
vi.setConfig({ testTimeout: 90_000 })

let trunkline: Trunkline
let page: Page

beforeAll(async () => {
  trunkline = await startTrunkline({ pages: await loadPages(), roles: ['web'] })
  await fillCustomers(trunkline)
  page = await signedInPage(trunkline, await trunkline.member({ name: 'Nomsa Dube', role: 'admin' }))
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(page)
  await trunkline?.close()
})

const tabs = (of: Page) => of.getByRole('navigation', { name: 'Saved lists' })
const rows = (of: Page) => of.locator('[data-record]').count()
const address = () => new URL(page.url()).search

it('what is filtered is saved with a name, and is one click away', async () => {
  await page.goto(`${trunkline.url}/customers`)
  await page.getByRole('table', { name: 'Customers' }).waitFor()
  const all = await rows(page)
  expect(await tabs(page).count()).toBe(0)
  await page.getByLabel('Name, number, phone, email or login').fill('082 123 0001')
  await expect.poll(() => rows(page)).toBe(1)
  await tabs(page).getByRole('button', { name: 'Save this list…' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Just Thandi')
  await page.getByLabel('Everyone sees it').check()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const own = tabs(page).getByRole('link', { name: 'Just Thandi' })
  await expect.poll(() => own.getAttribute('aria-current')).toBe('page')
  await tabs(page).getByRole('link', { name: 'All' }).click()
  await expect.poll(() => rows(page)).toBe(all)
  expect(address()).toBe('')
  await own.click()
  await expect.poll(() => rows(page)).toBe(1)
})

it('a colleague has it too, and cannot take it away', async () => {
  const theirs = await signedInPage(trunkline, await trunkline.member({ name: 'Thandi Mokoena' }))
  await theirs.goto(`${trunkline.url}/customers`)
  await tabs(theirs).getByRole('link', { name: 'Just Thandi' }).click()
  await expect.poll(() => rows(theirs)).toBe(1)
  expect(await theirs.getByRole('button', { name: 'Remove this saved list' }).count()).toBe(0)
  await closeBrowserOf(theirs)
})

it('is accessible in both themes, and fits a phone', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await violations(page), colorScheme).toEqual([])
  }
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  await page.setViewportSize({ width: 1440, height: 900 })
})

it('goes at a press, and comes back at another', async () => {
  await page.getByRole('button', { name: 'Remove this saved list' }).click()
  await page.getByText('Just Thandi is removed.').waitFor()
  await expect.poll(() => tabs(page).getByRole('link', { name: 'Just Thandi' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await tabs(page).getByRole('link', { name: 'Just Thandi' }).waitFor()
})
