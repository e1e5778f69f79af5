/** In the browser: a chat, and what the same person wrote elsewhere around it. */
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { violations } from '../axe.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { type StreamScene, streamScene } from '../stream-scene.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

/** A browser, a server and their database share what the machine has. */
vi.setConfig({ testTimeout: 90_000 })

type Matter = Awaited<ReturnType<StreamScene['matter']>>

let trunkline: Trunkline
let scene: StreamScene
let agent: Member
let page: Page
let address = ''
let chat: Matter
let router: Matter
let old: Matter

const day = 86_400_000
const ago = (days: number, minute = 0) => new Date(Date.now() - days * day + minute * 60_000).toISOString()
const run = (count: number, words: string, days: number) =>
  Array.from({ length: count }, (_, at) => ({
    at: ago(days, at),
    text: `${words} ${at + 1}. ${'And some more about it. '.repeat(4)}`,
    direction: at % 3 === 1 ? ('out' as const) : ('in' as const),
  }))

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'], pages: await loadPages() })
  scene = await streamScene(trunkline)
  const nandi = await scene.person('Nandi Example')
  address = nandi.address
  const contactId = nandi.id
  old = await scene.matter({
    ...{ contactId, by: 'email', subject: 'Moving house', status: 'resolved' },
    said: [...run(70, 'Last month', 40), { at: ago(40, 80), text: 'She moves on Friday', direction: 'note' }],
  })
  router = await scene.matter({
    ...{ contactId, by: 'email', subject: 'Router broken', status: 'resolved' },
    said: run(3, 'The router', 5),
  })
  chat = await scene.matter({
    ...{ contactId, by: 'sms' },
    said: [...run(60, 'In the chat', 10), ...run(8, 'After the mails', 2)],
  })
  agent = await trunkline.member({ name: 'Aisha' })
  page = await signedInPage(trunkline, agent)
  await page.goto(`${trunkline.url}/inbox/open/${chat.id}`)
  await page.getByRole('heading', { name: 'Nandi Example' }).waitFor()
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(page)
  await trunkline?.close()
})

const log = () => page.getByRole('log')
const bubble = (matter: Matter, at: number) => page.locator(`#message-${matter.messageIds.at(at)}`)
const edges = (place: Locator) =>
  place.evaluate(element => {
    const { top, bottom } = element.getBoundingClientRect()
    return { top, bottom }
  })
const button = (name: string | RegExp) => page.getByRole('button', { name })

/** Scrolls to the top and waits until something stands above what was first there; answers how far that moved. */
async function scrolledUp(matter: Matter, at: number, above: Locator): Promise<number> {
  // Scrolled and measured in one go: nothing can have come in between.
  const before = await bubble(matter, at).evaluate(first => {
    first.closest('[role=log]')?.scrollTo({ top: 0 })
    return first.getBoundingClientRect().bottom
  })
  await above.waitFor({ state: 'attached' })
  return Math.abs((await edges(bubble(matter, at))).bottom - before)
}

it('what was written meanwhile is one line at its place in time, and unfolds there', async () => {
  const line = button(/3 mails in Router broken/)
  await line.waitFor()
  expect(await bubble(router, 0).count()).toBe(0)
  const order = await log()
    .locator('article, button[aria-expanded]')
    .evaluateAll(places => places.map(place => place.id || 'line'))
  expect(order.indexOf('line')).toBe(order.indexOf(`message-${chat.messageIds.at(-8)}`) - 1)
  await line.scrollIntoViewIfNeeded()
  const before = (await edges(line)).top
  await line.click()
  await bubble(router, 2).waitFor()
  expect(Math.abs((await edges(line)).top - before)).toBeLessThan(2)
  expect(await bubble(router, 1).getByRole('button', { name: 'Send again' }).count()).toBe(0)
  await line.click()
  await bubble(router, 2).waitFor({ state: 'detached' })
})

it('scrolling up leads through the chat into last month, and what is on screen stays where it is', async () => {
  expect(await scrolledUp(chat, -50, bubble(chat, 0))).toBeLessThan(2)
  expect(await scrolledUp(chat, 0, bubble(old, -1))).toBeLessThan(2)
  await page.getByText('This conversation').waitFor()
  const stretch = page.getByRole('region', { name: /^Moving house/ })
  await stretch.getByText('Resolved').waitFor()
  await stretch.getByText('She moves on Friday').waitFor()
  expect(await scrolledUp(old, -40, bubble(old, 0))).toBeLessThan(2)
  expect(await page.getByRole('region', { name: /^Moving house/ }).count()).toBe(1)
  expect(await stretch.getByRole('link', { name: 'Open Moving house' }).getAttribute('href')).toBe(
    `/inbox/open/${old.id}`,
  )
  expect(await violations(page)).toEqual([])
})

it('one key shows only this conversation, the choice outlives the page, and the keys say so', async () => {
  await page.keyboard.press('s')
  await bubble(old, 0).waitFor({ state: 'detached' })
  await bubble(chat, 0).waitFor()
  await page.reload()
  await button('Only this').and(page.locator('[aria-pressed=true]')).waitFor()
  await bubble(chat, -1).waitFor()
  expect(await button(/3 mails in/).count()).toBe(0)
  await page.keyboard.press('?')
  await page.getByRole('dialog').getByText('Whole story or only this conversation').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await button('Whole story').click()
  await button(/3 mails in/).waitFor()
})

it('a mail that arrives stands in the strip and at the end of the thread at once', async () => {
  const strip = page.getByRole('navigation', { name: 'Also open with Nandi Example' })
  expect(await strip.count()).toBe(0)
  const id = await scene.mail(address, 'Invoice 204', 'Why is it so high?')
  const link = strip.getByRole('link', { name: /Invoice 204 1 unread, waiting/ })
  await link.waitFor()
  expect(await link.getAttribute('href')).toBe(`/inbox/open/${id}`)
  await button(/1 mail in Invoice 204/).click()
  await page.getByText('Why is it so high?').last().waitFor()
  await scene.mail(address, 'Invoice 205', 'And this one?')
  await strip.getByRole('link', { name: /Invoice 205/ }).waitFor()
  await page.getByText('Why is it so high?').last().waitFor()
  await trunkline.call(agent, 'POST', `/api/conversations/${id}/resolve`)
  await link.waitFor({ state: 'detached' })
  expect(await violations(page)).toEqual([])
})

it('what is written and taken back in another conversation shows, to be read and not acted on', async () => {
  const id = newId()
  await trunkline.call(agent, 'POST', `/api/conversations/${router.id}/replies`, {
    ...{ id, text: 'A technician comes tomorrow', inboxId: scene.inboxes.email, lastSeenSeq: 3 },
    sendAfter: new Date(Date.now() + day).toISOString(),
  })
  await button(/1 mail in Router broken/).click()
  const answer = page.locator(`#message-${id}`)
  await answer.getByText('A technician comes tomorrow').waitFor()
  expect(await answer.getByRole('button').count()).toBe(0)
  await trunkline.call(agent, 'POST', `/api/messages/${id}/cancel`)
  await answer.waitFor({ state: 'detached' })
})

it('a link to an old message leads back to it and marks it', async () => {
  await page.goto(`${trunkline.url}/inbox/open/${chat.id}#message-${chat.messageIds[2]}`)
  const found = bubble(chat, 2)
  await found.and(page.locator('[data-marked]')).waitFor()
  const [place, view] = [await edges(found), await edges(log())]
  expect(place.top >= view.top && place.bottom <= view.bottom).toBe(true)
  await page.goto('about:blank')
  await page.goto(`${trunkline.url}/inbox/open/${chat.id}#message-${router.messageIds[0]}`)
  await page.getByText('That message is not in this conversation').waitFor()
  await page.goto(`${trunkline.url}/search?q=${encodeURIComponent('"In the chat 5"')}`)
  await page.locator('a[data-result]').first().click()
  await bubble(chat, 4).and(page.locator('[data-marked]')).waitFor()
})

it('fits a phone, strip and lines included', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${trunkline.url}/inbox/open/${chat.id}`)
  await button(/3 mails in Router broken/).waitFor()
  await button('Whole story').waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  expect(await violations(page)).toEqual([])
})
