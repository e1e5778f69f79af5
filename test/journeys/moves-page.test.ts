/** Splitting, merging and taking back as an agent does it, while a colleague looks on. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../axe.ts'
import { type MoveScene, moveScene } from '../move-scene.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let scene: MoveScene
let page: Page
let colleague: Page
let person: Awaited<ReturnType<MoveScene['person']>>

beforeAll(async () => {
  trunkline = await startTrunkline({ pages: await loadPages(), roles: ['web'] })
  scene = await moveScene(trunkline)
  person = await scene.person()
  await person.texts('the light is red')
  await person.texts('and my bill is wrong')
  const lerato = await trunkline.member({ name: 'Lerato' })
  const sizwe = await trunkline.member({ name: 'Sizwe' })
  page = await signedInPage(trunkline, lerato)
  colleague = await signedInPage(trunkline, sizwe)
  for (const each of [page, colleague]) {
    await each.goto(`${trunkline.url}/inbox/open/${person.chat.conversationId}`)
    await each.getByText('and my bill is wrong').last().waitFor()
  }
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(page)
  await closeBrowserOf(colleague)
  await trunkline?.close()
})

const bubble = (on: Page, text: string) => on.getByRole('log').getByRole('article').filter({ hasText: text })

it('a message is split off into a matter of its own, and the colleague sees it leave', async () => {
  await bubble(page, 'and my bill is wrong').getByRole('button', { name: 'Move…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Move to another conversation' })
  await dialog.getByLabel('What it is about').fill('The bill')
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Split off' }).click()
  for (const each of [page, colleague]) {
    await each.getByText('Lerato split 1 message off into “The bill”').waitFor()
    expect(await bubble(each, 'and my bill is wrong').count()).toBe(0)
  }
  await colleague.getByRole('link', { name: 'Open it' }).click()
  await bubble(colleague, 'and my bill is wrong').waitFor()
  await colleague.getByText('Lerato split 1 message off from another conversation').waitFor()
})

it('the colleague takes it back from the line in the thread, once', async () => {
  await colleague.getByRole('button', { name: 'Undo' }).click()
  await bubble(page, 'and my bill is wrong').waitFor()
  await page.getByText('Sizwe took that back: 1 message returned').waitFor()
  expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0)
})

it('two threads are made one by the keyboard, and the person ends up in the one that goes on', async () => {
  const mail = await person.mails('Still no internet')
  await page.goto(`${trunkline.url}/inbox/open/${mail.conversationId}`)
  await page.getByRole('button', { name: 'Merge' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Merge into another conversation' })
  await dialog.getByRole('radio', { name: /and my bill is wrong/ }).focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/${person.chat.conversationId}`)
  await bubble(page, 'Still no internet').waitFor()
  await page.getByText(/Lerato merged .* into this/).waitFor()
})
