/** Naming a colleague in a note, and finding the notes that name oneself: two people at once. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { violations } from '../axe.ts'
import { addConversation, customerWrites } from '../desk-scene.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

const sms = { accountSid: `AC${'3'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234500' }
let trunkline: Trunkline
let sizwe: Member
let lerato: Member
let ofSizwe: Page
let ofLerato: Page
let nandi: string
let pieter: string

beforeAll(async () => {
  trunkline = await startTrunkline({ pages: await loadPages(), roles: ['web'] })
  const ground = { trunkline, inboxId: (await trunkline.inbox('sms', sms)).id }
  sizwe = await trunkline.member({ name: 'Sizwe' })
  lerato = await trunkline.member({ name: 'Lerato', role: 'supervisor' })
  await trunkline.member({ name: 'Lerato Phiri' })
  await trunkline.member({ name: 'Olga Outside', inboxIds: [] })
  await trunkline.call(lerato, 'POST', '/api/teams', { name: 'Night desk', memberIds: [lerato.id] })
  nandi = await addConversation(ground)
  pieter = await addConversation(ground, 'Pieter Example')
  await customerWrites(ground, nandi, 'Is @Lerato there? The light is red')
  ofSizwe = await signedInPage(trunkline, sizwe)
  ofLerato = await signedInPage(trunkline, lerato)
  await ofSizwe.goto(`${trunkline.url}/inbox/open/${nandi}`)
  await ofLerato.goto(`${trunkline.url}/inbox/open`)
  await ofSizwe.getByRole('heading', { name: 'Nandi Example' }).waitFor()
  await ofLerato.locator(`a[href$="${nandi}"]`).waitFor()
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(ofSizwe)
  await closeBrowserOf(ofLerato)
  await trunkline?.close()
})

const noteBox = () => ofSizwe.getByLabel('A note for colleagues; the customer never sees it')
const option = (name: string) => ofSizwe.getByRole('option', { name, exact: true })
const listbox = () => ofSizwe.getByRole('listbox', { name: 'Colleagues and teams' })
const inRail = (name: string) => ofLerato.getByRole('link', { name, exact: true })
const rows = () => ofLerato.locator('a[data-mention]')
const note = (id: string, text: string, mentions: string[] = []) =>
  trunkline.call<{ id: string }>(sizwe, 'POST', `/api/conversations/${id}/notes`, {
    id: newId(),
    text,
    mentions,
  })

it('a page without any says how they come about', async () => {
  await ofLerato.keyboard.press('g')
  await ofLerato.keyboard.press('m')
  await ofLerato.getByText('Nobody has named you.').waitFor()
  expect(await ofLerato.getByText('Colleagues do it with @ in a note.').count()).toBe(1)
  await ofLerato.keyboard.press('g')
  await ofLerato.keyboard.press('i')
  await ofLerato.locator(`a[href$="${nandi}"]`).waitFor()
})

it('a colleague is named by keyboard alone, and learns it without a reload', async () => {
  await ofSizwe.keyboard.press('n')
  await noteBox().pressSequentially('Hi @ler')
  await option('Lerato').waitFor()
  expect(await noteBox().getAttribute('aria-expanded')).toBe('true')
  const active = await noteBox().getAttribute('aria-activedescendant')
  expect(await ofSizwe.locator(`[id="${active}"]`).textContent()).toMatch(/^\s*Lerato\s*$/)
  expect(await violations(ofSizwe)).toEqual([])
  await ofSizwe.keyboard.press('ArrowDown')
  await ofSizwe.keyboard.press('ArrowUp')
  await ofSizwe.keyboard.press('Enter')
  await listbox().waitFor({ state: 'detached' })
  await noteBox().pressSequentially('please look')
  expect(await noteBox().inputValue()).toBe('Hi @Lerato please look')
  await ofSizwe.keyboard.press('Control+Enter')
  await inRail('Mentions 1 not seen').waitFor()
  await ofLerato.getByText('Sizwe named you: Hi @Lerato please look').waitFor()
})

it('she opens it by keyboard, at the note, and it is seen', async () => {
  await ofLerato.keyboard.press('g')
  await ofLerato.keyboard.press('m')
  await rows().first().waitFor()
  expect(await rows().first().textContent()).toMatch(/Not seen yet:[\s\S]*Sizwe\s*about\s*Nandi Example/)
  expect(await violations(ofLerato)).toEqual([])
  await ofLerato.keyboard.press('j')
  await ofLerato.keyboard.press('Enter')
  await ofLerato.locator('article[data-marked]', { hasText: 'please look' }).waitFor()
  expect(ofLerato.url()).toMatch(new RegExp(`/inbox/open/${nandi}#message-`))
  await inRail('Mentions').waitFor()
  expect(await ofLerato.getByText('Sizwe named you').count()).toBe(0)
  const { body } = await trunkline.call<{ unseen: number }>(lerato, 'GET', '/api/me/mentions')
  expect(body.unseen).toBe(0)
})

it('names stand out in notes, and never in what a customer wrote', async () => {
  expect(await ofLerato.locator('article bdi', { hasText: '@Lerato' }).allInnerTexts()).toEqual(['@Lerato'])
})

it('the list closes with Escape without leaving the box, and opens for the next name', async () => {
  await noteBox().pressSequentially('@nig')
  await option('Night desk 1 person').waitFor()
  await ofSizwe.keyboard.press('Escape')
  await listbox().waitFor({ state: 'detached' })
  await noteBox().pressSequentially('h')
  expect(await listbox().count()).toBe(0)
  expect(await noteBox().evaluate(box => box === box.ownerDocument.activeElement)).toBe(true)
  await noteBox().pressSequentially(' @')
  await option('Night desk 1 person').click()
  expect(await noteBox().inputValue()).toBe('@nigh @Night desk ')
  await ofSizwe.keyboard.press('Backspace')
  await ofSizwe.keyboard.press('Backspace')
  expect(await noteBox().inputValue()).toBe('@nigh @Night des')
  await ofSizwe.keyboard.press('Tab')
  expect(await noteBox().inputValue()).toBe('@nigh @Night desk ')
  await ofSizwe.keyboard.press('Control+z')
  expect(await noteBox().inputValue()).toBe('@nigh @Night des')
  await noteBox().fill('')
})

it('Enter that ends a composition of an input method chooses nobody', async () => {
  await noteBox().pressSequentially('@ler')
  await listbox().waitFor()
  for (const composing of [{ isComposing: true }, { keyCode: 229 }]) {
    await noteBox().dispatchEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...composing })
  }
  expect(await noteBox().inputValue()).toBe('@ler')
  expect(await listbox().count()).toBe(1)
  await noteBox().dispatchEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })
  expect(await noteBox().inputValue()).toBe('@Lerato ')
  await noteBox().fill('')
})

it('says so when it is not known who sees the inbox, and looks again', async () => {
  await ofSizwe.route('**/mentionable', route => route.abort())
  await noteBox().fill('@Lerato: ')
  await ofSizwe.reload()
  await ofSizwe.getByText('Who sees this inbox could not be looked up').waitFor()
  await ofSizwe.unroute('**/mentionable')
  await noteBox().focus()
  await ofSizwe.getByText('Who sees this inbox could not be looked up').waitFor({ state: 'detached' })
  await noteBox().fill('')
})

it('who does not see the inbox cannot be chosen, and by hand it is said before sending', async () => {
  await noteBox().pressSequentially('@olga')
  await option('Olga Outside does not see this inbox').waitFor()
  await option('Olga Outside does not see this inbox').click({ force: true })
  expect(await noteBox().inputValue()).toBe('@olga')
  await noteBox().fill('@Olga Outside, call me')
  await ofSizwe.getByText('Olga Outside does not see this inbox and will not be told.').waitFor()
  await ofSizwe.getByRole('button', { name: 'Save note' }).click()
  await ofSizwe.locator('article', { hasText: '@Olga Outside, call me' }).waitFor()
})

it('a draft that comes back after a reload still names, the longest name first', async () => {
  await noteBox().fill('@Lerato Phiri and @night desk: see above')
  await ofSizwe.reload()
  await noteBox().waitFor()
  await expect.poll(() => noteBox().inputValue()).toBe('@Lerato Phiri and @night desk: see above')
  const saved = ofSizwe.waitForRequest(request => request.url().endsWith('/notes'))
  await ofSizwe.getByRole('button', { name: 'Save note' }).click()
  expect((await saved).postDataJSON().mentions).toHaveLength(2)
  await inRail('Mentions').waitFor()
})

it('a note on the screen is seen there, without the list', async () => {
  await ofLerato.getByText('and @night desk: see above').waitFor()
  const mine = async () =>
    (await trunkline.call<{ items: unknown[]; unseen: number }>(lerato, 'GET', '/api/me/mentions')).body
  // It is told a moment after it stands there.
  await expect.poll(async () => (await mine()).unseen).toBe(0)
  expect((await mine()).items).toHaveLength(2)
})

it('rows stay where they are under the pointer when one comes, and all are marked as seen at once', async () => {
  await ofLerato.goto(`${trunkline.url}/mentions`)
  await rows().first().hover()
  const before = await rows().allInnerTexts()
  await note(pieter, 'Ask @Lerato', [lerato.id])
  await ofLerato.getByRole('button', { name: '1 new' }).waitFor()
  expect(await rows().allInnerTexts()).toEqual(before)
  await ofLerato.getByRole('button', { name: '1 new' }).click()
  await rows().filter({ hasText: 'Ask @Lerato' }).waitFor()
  await ofLerato.getByRole('button', { name: 'Mark all seen' }).click()
  await inRail('Mentions').waitFor()
  await ofLerato.getByRole('status').filter({ hasText: 'All seen' }).waitFor()
  expect(await ofLerato.getByText('Not seen yet:').count()).toBe(0)
})

it('a note far back is fetched and shown, from the notice too', async () => {
  await ofLerato.goto(`${trunkline.url}/settings/security`)
  await inRail('Mentions').waitFor()
  const { body } = await note(pieter, 'Long ago: @Lerato', [lerato.id])
  await ofLerato.getByText('Sizwe named you: Long ago: @Lerato').waitFor()
  for (let count = 0; count < 120; count++) await note(pieter, `Note ${count} of many`)
  await ofLerato.getByRole('button', { name: 'Open' }).click()
  const shown = ofLerato.locator(`[id="message-${body.id}"]`)
  await shown.waitFor()
  await ofLerato.locator(`[id="message-${body.id}"][data-marked]`).waitFor()
  const place = await shown.boundingBox()
  expect(place?.y).toBeGreaterThan(0)
  expect(place?.y).toBeLessThan(900)
  await ofLerato.locator(`[id="message-${body.id}"]:not([data-marked])`).waitFor()
})

it('a list that cannot be fetched says so, and tries again', async () => {
  await ofLerato.route('**/api/me/mentions*', route => route.abort())
  await ofLerato.goto(`${trunkline.url}/mentions`)
  await ofLerato.getByRole('alert').waitFor()
  await ofLerato.unroute('**/api/me/mentions*')
  await rows().first().waitFor()
})

it('page and list fit a phone and break no rule of accessibility, in light and in dark', async () => {
  await ofLerato.setViewportSize({ width: 390, height: 844 })
  await ofSizwe.setViewportSize({ width: 390, height: 500 })
  await noteBox().pressSequentially('@')
  await listbox().waitFor()
  const place = await listbox().boundingBox()
  expect(place?.y).toBeGreaterThanOrEqual(0)
  expect((place?.x ?? 0) + (place?.width ?? 999)).toBeLessThanOrEqual(390)
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const page of [ofLerato, ofSizwe]) {
      await page.emulateMedia({ colorScheme })
      expect(await violations(page)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    }
  }
})
