/** In the browser: the words somebody chose, on every page and every device of theirs. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../axe.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import type { Trunkline } from '../trunkline.ts'
import { openTwoScreens, type TwoScreens } from '../two-screens.ts'

let scene: TwoScreens
let trunkline: Trunkline
/** Lerato, who chooses German. */
let page: Page
/** Sizwe, who reads Arabic. */
let agent: Page
/** Lerato on another device. */
let other: Page

beforeAll(async () => {
  scene = await openTwoScreens(['Nandi Example', 'Sipho Example'])
  ;({ trunkline, manager: page, agent } = scene)
  other = await signedInPage(trunkline, scene.lerato)
  await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query(`UPDATE conversations SET last_message_at = '2025-03-31T10:00Z' WHERE id = $1`, [scene.ids[1]]),
  )
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(other)
  await scene?.close()
})

const looks = (on: Page) => on.goto(`${trunkline.url}/settings/keys-and-looks`)
const inbox = async (on: Page) => {
  await on.goto(`${trunkline.url}/inbox/open`)
  await row(on, 'Nandi Example').waitFor()
}
const row = (on: Page, name: string) => on.getByRole('link').filter({ hasText: name })
const conversation = async (on: Page) => {
  await on.goto(`${trunkline.url}/inbox/open/${scene.ids[0]}`)
  await on.getByRole('heading', { name: 'Nandi Example' }).waitFor()
}
const choose = async (on: Page, name: string) => {
  await looks(on)
  await on.getByRole('radio', { name }).click()
}
const html = (on: Page, attributes: string) => on.locator(`html${attributes}`).waitFor({ state: 'attached' })

it('a member chooses German, and the page speaks it at once', async () => {
  await looks(page)
  await html(page, '[lang="en"][dir="ltr"]')
  await page.getByRole('radio', { name: 'Deutsch' }).click()
  await page.getByRole('heading', { name: 'Tasten und Aussehen' }).waitFor()
  await html(page, '[lang="de"][dir="ltr"]')
  expect(await page.getByRole('radio', { name: 'Deutsch' }).isChecked()).toBe(true)
})

it('the inbox, a conversation and its keys are German; what a customer is called is not', async () => {
  await inbox(page)
  await page
    .getByRole('navigation', { name: 'Ansichten' })
    .getByRole('link', { name: /^Nicht zugewiesen/ })
    .waitFor()
  await page.getByText('Gespräch auswählen').waitFor()
  await conversation(page)
  await page.getByRole('button', { name: /^Erledigen/ }).waitFor()
  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: 'Eine Notiz fürs Team; Kunden sehen sie nie' }).press('Escape')
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Tasten' }).getByText('Mir zuweisen').waitFor()
  await page.keyboard.press('Escape')
})

it('dates are written as Germans do', async () => {
  await inbox(page)
  await row(page, 'Sipho Example').getByText('31. März').waitFor()
})

it('only the words of one language are fetched', async () => {
  const read: string[] = []
  const hear = async (url: string, body: () => Promise<string>) => {
    if (url.endsWith('.js')) read.push(await body())
  }
  const heard: Promise<void>[] = []
  page.on('response', response => heard.push(hear(response.url(), () => response.text())))
  await page.goto('about:blank')
  await inbox(page)
  await Promise.all(heard)
  page.removeAllListeners('response')
  const has = (words: string) => read.some(text => text.includes(words))
  expect(['Gespräch auswählen', 'Escolha uma conversa', 'اختر محادثة'].map(has)).toEqual([true, false, false])
})

it('what has no words yet is English, and the page works', async () => {
  await page.goto(`${trunkline.url}/settings/security`)
  await page.getByText('Nothing to remember, nothing to steal.').waitFor()
  await page.getByRole('navigation').getByRole('link', { name: 'Einstellungen' }).waitFor()
})

it('it is so on another device of theirs, and nobody else’s', async () => {
  await other.goto(`${trunkline.url}/inbox/open`)
  await other.getByText('Gespräch auswählen').waitFor()
  await html(other, '[lang="de"]')
  await agent.goto(`${trunkline.url}/inbox/open`)
  await agent.getByText('Choose a conversation').waitFor()
})

it('Portuguese counts one and several', async () => {
  await choose(page, 'Português')
  await html(page, '[lang="pt"]')
  await trunkline.call(scene.lerato, 'POST', '/api/labels', { name: 'Fibra' })
  const carry = (id = '') =>
    trunkline.call(scene.lerato, 'PATCH', `/api/conversations/${id}`, { labels: { add: ['Fibra'] } })
  await carry(scene.ids[0])
  await page.goto(`${trunkline.url}/settings/labels`)
  await page.getByText('Usada por 1 conversa aberta').waitFor()
  await carry(scene.ids[1])
  await page.reload()
  await page.getByText('Usada por 2 conversas abertas').waitFor()
})

it('Arabic is read from the right, with the list at the right of the conversation', async () => {
  await choose(agent, 'العربية')
  await html(agent, '[lang="ar"][dir="rtl"]')
  await conversation(agent)
  const list = await agent.getByRole('region', { name: 'المحادثات' }).boundingBox()
  const heading = await agent.getByRole('heading', { name: 'Nandi Example' }).boundingBox()
  expect(list?.x).toBeGreaterThan((heading?.x ?? 0) + (heading?.width ?? 0))
})

it('the keyboard works there as everywhere', async () => {
  await inbox(agent)
  await agent.keyboard.press('j')
  await agent.keyboard.press('Enter')
  await agent.getByRole('button', { name: /^حل/ }).waitFor()
  await agent.keyboard.press('n')
  await agent.locator('textarea:focus').waitFor()
  await agent.keyboard.type('مرحبا')
  await agent.keyboard.press('Control+Enter')
  await agent.getByText('مرحبا', { exact: true }).waitFor()
  await agent.keyboard.press('Escape')
  await agent.keyboard.press('g')
  await agent.keyboard.press('i')
  await agent.getByText('اختر محادثة').waitFor()
})

it('breaks no rule of accessibility, light and dark, on a desk and on a phone', async () => {
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    await agent.setViewportSize({ width, height })
    for (const colorScheme of ['light', 'dark'] as const) {
      await agent.emulateMedia({ colorScheme })
      await inbox(agent)
      expect(await violations(agent), `the inbox, ${width}, ${colorScheme}`).toEqual([])
      await conversation(agent)
      expect(await violations(agent), `a conversation, ${width}, ${colorScheme}`).toEqual([])
    }
  }
})

it('back to the browser’s own language', async () => {
  await agent.setViewportSize({ width: 1440, height: 900 })
  await choose(agent, 'كما في المتصفح')
  await agent.getByRole('heading', { name: 'Keys and looks' }).waitFor()
  await html(agent, '[lang="en"][dir="ltr"]')
})
