/** The network's pages in a browser, moved by real packets of a router. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../axe.ts'
import { type NetworkScene, openNetwork } from '../network-scene.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'

let scene: NetworkScene
let page: Page

beforeAll(async () => {
  scene = await openNetwork({ pages: await loadPages() })
  page = await signedInPage(scene.trunkline, scene.engineer)
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(page)
  await scene?.close()
})

const to = (path: string) => page.goto(`${scene.trunkline.url}${path}`)
const rows = () => page.locator('[data-record]')
const row = (login: string) => page.getByRole('row').filter({ hasText: login })
const filter = () => page.getByRole('searchbox')
const beside = () => page.getByRole('complementary', { name: 'Session' })
const start = (userName: string, more: { framedIpAddress?: string; callingStationId?: string } = {}) =>
  scene.account({ status: 'start', userName, sessionId: `of ${userName}`, ...more })

it('before the first packet the page says what a router needs, and it changes by itself when that comes', async () => {
  await to('/network')
  await page.getByText('No router has spoken yet').waitFor()
  await page.getByText('127.0.0.1').waitFor()
  for (const fact of ['Address', 'Secret', 'Port']) {
    await page.getByRole('term').filter({ hasText: fact }).waitFor()
  }
  expect(await violations(page)).toEqual([])
  await start('first@isp')
  const tile = page.getByRole('region', { name: 'Sessions online' })
  await tile.getByText('1', { exact: true }).waitFor()
  await page.getByRole('table', { name: 'Routers' }).getByText('Speaking').filter({ visible: true }).waitFor()
})

it('a refused sign-in is counted and drawn, and its reason leads to those who were refused for it', async () => {
  await scene.access('thandi@isp', 'no')
  const tile = page.getByRole('region', { name: 'Sign-ins refused' })
  await tile.getByText('1', { exact: true }).waitFor()
  await tile.getByRole('img', { name: /Refused sign-ins: 1 in the last hour/ }).waitFor()
  await page.keyboard.press('R')
  await page.getByRole('link', { name: 'wrong password' }).click()
  await page.getByRole('heading', { name: 'Sign-ins', exact: true }).waitFor()
  await row('thandi@isp').getByText('wrong password').waitFor()
})

it('a sign-in beside says what would help; those that come meanwhile wait until they are asked for', async () => {
  await rows().first().click()
  await page.getByText('The device sends another password').waitFor()
  await scene.access('thandi@isp', 'still no')
  await page.getByRole('button', { name: '1 new sign-in' }).click()
  await expect.poll(() => rows().count()).toBe(2)
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /take this filter off/ }).click()
  await page.waitForURL(/sign-ins$/)
})

it('a session that begins waits behind a button while the list is read, and stands on top when asked for', async () => {
  await page.keyboard.press('g')
  await page.keyboard.press('n')
  await page.getByRole('heading', { name: 'Network now' }).waitFor()
  await page.getByRole('link', { name: 'Sessions', exact: true }).click()
  await row('first@isp').waitFor()
  await start('thandi@isp', { framedIpAddress: '100.64.0.7', callingStationId: '02:AB:CD:EF:01:23' })
  await page.getByRole('button', { name: '1 new session' }).waitFor()
  expect(await rows().count()).toBe(1)
  await page.getByRole('button', { name: '1 new session' }).click()
  await expect.poll(() => rows().allInnerTexts()).toEqual(['thandi@isp', 'first@isp'])
  await row('thandi@isp').getByText('Thandi Mokoena').filter({ visible: true }).waitFor()
})

it('the key f leads to the filter, which finds as one types, in any spelling, and stays in the address', async () => {
  await page.keyboard.press('f')
  await page.keyboard.type('02-ab-cd')
  await expect.poll(() => rows().allInnerTexts()).toEqual(['thandi@isp'])
  await page.waitForURL(/q=02-ab-cd/)
  await page.reload()
  await expect.poll(() => rows().allInnerTexts()).toEqual(['thandi@isp'])
  await filter().fill('nobody at all')
  await page.getByText('Nothing fits').waitFor()
  await page.getByRole('button', { name: 'Show everything' }).click()
  await expect.poll(() => rows().count()).toBe(2)
})

it('beside the list a session tells of its line, and ends before one’s eyes', async () => {
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await beside().getByText('100.64.0.7').waitFor()
  await beside().getByText('Online since').waitFor()
  await beside().getByText('wrong password').first().waitFor()
  await scene.account({
    status: 'stop',
    userName: 'thandi@isp',
    sessionId: 'of thandi@isp',
    sessionTimeS: 60,
    outputOctets: 3_000_000_000,
    terminateCause: 'Lost-Carrier',
  })
  await beside()
    .getByText(/Ended .*: Lost-Carrier/)
    .waitFor()
  await beside().getByText('3.0 GB down').waitFor()
  await row('thandi@isp').getByText('Lost-Carrier').waitFor()
  await page.keyboard.press('Escape')
  await beside().waitFor({ state: 'detached' })
})

it('the page of a session shows what led to it', async () => {
  await page.getByLabel('State').selectOption('Ended')
  await expect.poll(() => rows().allInnerTexts()).toEqual(['thandi@isp'])
  await page.keyboard.press('o')
  await page.getByRole('heading', { name: 'Last sign-ins of this login' }).waitFor()
  await page.getByText('This is the only one.').waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: 'Sessions' }).waitFor()
})

it('the list is there as a file', async () => {
  await to('/network/sessions?state=all')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('sessions.csv')
})

it.each(['light', 'dark'] as const)('every page is sound in the %s, wide and narrow', async colorScheme => {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 })
    for (const path of ['/network', '/network/sessions?state=all', '/network/sign-ins']) {
      await to(path)
      await page.getByRole('table').waitFor()
      expect(await violations(page), `${path} at ${width}`).toEqual([])
      const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      expect(await page.evaluate(overflow), `${path} at ${width}`).toBe(0)
    }
  }
  const { items } = (await scene.get<{ items: { id: string }[] }>('/sessions')).body
  await to(`/network/sessions/${items[0]?.id}`)
  await page.getByRole('heading', { name: 'Last sign-ins of this login' }).waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  await to('/network/sign-ins')
  await rows().first().click()
  await page.getByRole('complementary', { name: 'Sign-in' }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Close' }).click()
})

it('for somebody without the right there is no way in', async () => {
  const other = await signedInPage(scene.trunkline, scene.agent)
  await other.goto(`${scene.trunkline.url}/network/sessions`)
  await other.waitForURL(/settings/)
  expect(await other.getByRole('link', { name: 'Network' }).count()).toBe(0)
  await closeBrowserOf(other)
})
