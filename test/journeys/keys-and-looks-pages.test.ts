/** One's own keys and looks: set once, the same everywhere. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../axe.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { openTwoScreens, type TwoScreens } from '../two-screens.ts'

let scene: TwoScreens
let page: Page
/** The same person on another device. */
let other: Page

beforeAll(async () => {
  scene = await openTwoScreens(['Nandi Example', 'Sipho Example'])
  page = scene.manager
  other = await signedInPage(scene.trunkline, scene.lerato)
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(other)
  await scene?.close()
})

const settings = async (on = page) => {
  await on.goto(`${scene.trunkline.url}/settings/keys-and-looks`)
  await on.getByRole('heading', { name: 'Keys and looks' }).waitFor()
}
const conversation = async (on = page) => {
  await on.goto(`${scene.trunkline.url}/inbox/open/${scene.ids[0]}`)
  await on.getByRole('heading', { name: 'Nandi Example' }).waitFor()
}
const line = (does: string) => page.getByRole('listitem').filter({ hasText: does })
const change = (does: string) => page.getByRole('button', { name: `Change the key of “${does}”` })
const kept = async () =>
  (
    await scene.trunkline.call<{ keyMap: object; singleKeys: boolean }>(
      scene.lerato,
      'GET',
      '/api/me/preferences',
    )
  ).body
const isResolved = () => page.getByRole('button', { name: /Reopen/ }).waitFor()
const isOpen = () => page.getByRole('button', { name: /Resolve/ }).waitFor()

it('a key set to another does its work there, and is shown wherever keys are', async () => {
  await settings()
  expect(await violations(page)).toEqual([])
  await change('Resolve or reopen').click()
  await page.keyboard.press('v')
  expect(await line('Resolve or reopen').locator('kbd').allTextContents()).toEqual(['v'])
  await expect.poll(kept).toMatchObject({ keyMap: { settle: 'v' } })
  await conversation()
  await page.keyboard.press('e')
  await page.keyboard.press('v')
  await isResolved()
  await page.keyboard.press('v')
  await isOpen()
  await page.getByRole('button', { name: /Resolve/ }).hover()
  await page.locator('[data-tooltip-content] kbd').getByText('v', { exact: true }).waitFor()
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keys' })
  await help.getByRole('heading', { name: 'Conversation' }).waitFor()
  expect(await help.getByText('v', { exact: true }).count()).toBe(1)
  expect(await help.getByText('e', { exact: true }).count()).toBe(0)
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
})

it('keys somebody else has are named with who has them, and are given away only when one says so', async () => {
  await settings()
  await change('Reply').click()
  await page.keyboard.press('j')
  await line('Reply').getByText('j is “Next row” already.').waitFor()
  expect(await line('Reply').locator('kbd').first().textContent()).toBe('r')
  await line('Reply').getByRole('button', { name: 'Leave it' }).click()
  await change('Reply').click()
  await page.keyboard.press('j')
  await line('Reply').getByRole('button', { name: 'Use it here instead' }).click()
  await line('Next row').getByText('no key').waitFor()
  expect(await line('Reply').locator('kbd').allTextContents()).toEqual(['j'])
})

it('Escape leaves a key as it is, Backspace takes it away, and keys that are busy are refused', async () => {
  await change('Write a note').click()
  await page.keyboard.press('Escape')
  expect(await line('Write a note').locator('kbd').allTextContents()).toEqual(['n'])
  await change('Write a note').click()
  await page.keyboard.press('Enter')
  await line('Write a note').getByText('That key has its work already.').waitFor()
  await change('Write a note').click()
  await page.keyboard.press('Backspace')
  await line('Write a note').getByText('no key').waitFor()
  await change('Snooze').click()
  await page.keyboard.press('g')
  await change('Snooze').getByText('g, then…').waitFor()
  await page.keyboard.press('z')
  expect(await line('Snooze').locator('kbd').allTextContents()).toEqual(['g', 'z'])
  expect(await violations(page)).toEqual([])
})

it('one key goes back to how it came, and all do', async () => {
  await page.getByRole('button', { name: 'Reset the key of “Write a note”' }).click()
  expect(await line('Write a note').locator('kbd').allTextContents()).toEqual(['n'])
  await page.getByRole('button', { name: 'Reset all' }).click()
  await expect.poll(kept).toMatchObject({ keyMap: {} })
  expect(await line('Next row').locator('kbd').allTextContents()).toEqual(['j'])
})

it('single keys can be switched off: letters do nothing, chords and Escape still do', async () => {
  await page.getByRole('switch', { name: 'Single-key shortcuts' }).uncheck()
  await expect.poll(kept).toMatchObject({ singleKeys: false })
  await conversation()
  await page.keyboard.press('e')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Find and do anything' }).waitFor()
  expect(
    await page
      .getByRole('option', { name: /Resolve or reopen/ })
      .locator('kbd')
      .count(),
  ).toBe(0)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await isOpen()
  await page.keyboard.press('Escape')
  await page.waitForURL(/\/inbox\/open$/)
  await settings()
  await page.getByRole('switch', { name: 'Single-key shortcuts' }).check()
  await expect.poll(kept).toMatchObject({ singleKeys: true })
})

it('looks chosen in one browser are worn in the other at once, and in both after a reload', async () => {
  await conversation(other)
  await page.getByRole('radio', { name: /High contrast/ }).check()
  await page.getByRole('radio', { name: /Compact/ }).check()
  const worn = 'html[data-contrast="more"][data-density="compact"]'
  await other.locator(worn).waitFor()
  const row = other.locator(`a[href$="${scene.ids[1]}"]`)
  await expect.poll(async () => (await row.boundingBox())?.height).toBe(32)
  await other.reload({ waitUntil: 'commit' })
  await other.locator(worn).waitFor({ state: 'attached' })
  await page.reload()
  await page.locator(worn).waitFor()
  expect(await violations(page)).toEqual([])
})

it('a browser that never saw this person wears their looks once they are signed in', async () => {
  const third = await signedInPage(scene.trunkline, scene.lerato)
  await conversation(third)
  await third.locator('html[data-contrast="more"][data-density="compact"]').waitFor()
  expect(await violations(third)).toEqual([])
  await third.getByRole('button', { name: 'You and your settings' }).click()
  await third.getByRole('menuitemradio', { name: 'Comfortable' }).click()
  await page.locator('html[data-density="comfortable"]').waitFor()
  await closeBrowserOf(third)
})

it('what was chosen while the server was out of reach is kept, and told once it is back', async () => {
  await settings()
  await page.context().setOffline(true)
  await page.getByRole('radio', { name: /Normal/ }).check()
  await page.locator('html[data-density="normal"]').waitFor()
  await page.context().setOffline(false)
  await expect.poll(kept, { timeout: 20_000 }).toMatchObject({ density: 'normal' })
})

it('on a keyboard without Latin letters the same keys work, and are shown as they are printed', async () => {
  await page.addInitScript(`
    const printed = { KeyJ: 'о', KeyE: 'у', KeyK: 'л' }
    const layout = { get: code => printed[code], values: () => Object.values(printed) }
    Object.defineProperty(Navigator.prototype, 'keyboard', { configurable: true, value: { getLayoutMap: async () => layout } })
  `)
  await settings()
  expect(await line('Next row').locator('kbd').allTextContents()).toEqual(['о'])
  expect(await line('Resolve or reopen').locator('kbd').allTextContents()).toEqual(['у'])
  await conversation()
  await page.evaluate(
    `document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'у', code: 'KeyE', bubbles: true }))`,
  )
  await isResolved()
})

it('fits a phone', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await settings()
  expect(await violations(page)).toEqual([])
  const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  expect(await page.evaluate(overflow)).toBe(0)
})
