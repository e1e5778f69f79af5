/** The board on two screens at once: one moves a card, the other sees it; who comes too late is told kindly. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import type { TicketRow } from '../../ui/src/lib/api/types.ts'
import { violations } from '../axe.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let thandi: Member
let ofThandi: Page
let ofSipho: Page
let ticket: TicketRow
let many = 0

beforeAll(async () => {
  trunkline = await startTrunkline({ pages: await loadPages(), roles: ['web'] })
  thandi = await trunkline.member({ name: 'Thandi' })
  ofThandi = await signedInPage(trunkline, thandi)
  ofSipho = await signedInPage(trunkline, await trunkline.member({ name: 'Sipho' }))
  for (const page of [ofThandi, ofSipho]) {
    await page.goto(`${trunkline.url}/tickets/board`)
    await column(page, 'New').waitFor()
  }
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(ofThandi)
  await closeBrowserOf(ofSipho)
  await trunkline?.close()
})
/** A new ticket, and both see it; nobody's pointer rests on a column. */
beforeEach(async () => {
  const body = { id: newId(), subject: `Line ${++many} is down`, priority: 'urgent' }
  ticket = (await trunkline.call<TicketRow>(thandi, 'POST', '/api/tickets', body)).body
  for (const page of [ofThandi, ofSipho]) {
    await page.mouse.move(5, 5)
    await card(page, 'New').waitFor()
  }
})

const column = (page: Page, state: string) =>
  page.getByRole('region', { name: new RegExp(`^${state}, \\d+$`) })
const card = (page: Page, state: string) =>
  column(page, state).getByRole('listitem').filter({ hasText: ticket.subject })
const link = (page: Page, state: string) => card(page, state).getByRole('link')
const numberOf = async (page: Page, state: string) =>
  Number((await column(page, state).getAttribute('aria-label'))?.split(', ')[1])
const now = async () =>
  (await trunkline.call<{ ticket: TicketRow }>(thandi, 'GET', `/api/tickets/${ticket.id}`)).body.ticket
const byThandi = async (change: Record<string, unknown>) =>
  trunkline.call(thandi, 'PATCH', `/api/tickets/${ticket.id}`, { change, lastSeq: (await now()).lastSeq })

/** Thandi is faster: what Sipho sends next arrives after this. */
const justBefore = (page: Page, change: Record<string, unknown>) =>
  page.route(
    `**/api/tickets/${ticket.id}`,
    async route => {
      await byThandi(change)
      await route.continue()
    },
    { times: 1 },
  )

it('a card dragged to another column is there on both screens, with the numbers', async () => {
  const [before, there] = [await numberOf(ofSipho, 'New'), await numberOf(ofSipho, 'In progress')]
  await card(ofThandi, 'New').dragTo(column(ofThandi, 'In progress'))
  await card(ofThandi, 'In progress').waitFor()
  await card(ofSipho, 'In progress').waitFor()
  await expect.poll(() => numberOf(ofSipho, 'New')).toBe(before - 1)
  await expect.poll(() => numberOf(ofSipho, 'In progress')).toBe(there + 1)
  await expect.poll(async () => (await now()).status).toBe('inProgress')
})

it('a column it may not go to says why while the card is in the hand, and takes nothing', async () => {
  await card(ofThandi, 'New').hover()
  await ofThandi.mouse.down()
  await column(ofThandi, 'Resolved').hover()
  await column(ofThandi, 'Resolved')
    .getByText(/put it in progress first/)
    .waitFor()
  await ofThandi.mouse.up()
  await card(ofThandi, 'New').waitFor()
  await column(ofThandi, 'Resolved')
    .getByText(/put it in progress first/)
    .waitFor({ state: 'detached' })
  expect((await now()).status).toBe('acknowledged')
})

it('a move that comes too late is taken back, with what happened meanwhile', async () => {
  await justBefore(ofSipho, { status: 'pending' })
  await card(ofSipho, 'New').dragTo(column(ofSipho, 'Held'))
  await ofSipho
    .getByText(`Ticket ${ticket.number} stays as it is: Thandi set this to pending just now.`)
    .waitFor()
  await card(ofSipho, 'Pending').waitFor()
  await ofSipho.mouse.move(5, 5)
  await card(ofSipho, 'Held').waitFor({ state: 'detached' })
  expect((await now()).status).toBe('pending')
})

it('where a colleague touched something else, it may be done anyway', async () => {
  await justBefore(ofSipho, { priority: 'high' })
  await card(ofSipho, 'New').dragTo(column(ofSipho, 'In progress'))
  await ofSipho.getByText(/Thandi made this high just now/).waitFor()
  await card(ofSipho, 'New').waitFor()
  await ofSipho.getByRole('button', { name: 'Do it anyway' }).click()
  await card(ofSipho, 'In progress').waitFor()
  expect(await now()).toMatchObject({ status: 'inProgress', priority: 'high' })
})

it('the keyboard alone moves a card, the focus goes along, and a way that is closed says why', async () => {
  await link(ofThandi, 'New').focus()
  await ofThandi.keyboard.press('>')
  await link(ofThandi, 'In progress').and(ofThandi.locator(':focus')).waitFor()
  await ofThandi
    .getByRole('status')
    .filter({ hasText: `Ticket ${ticket.number} is in In progress` })
    .waitFor()
  await card(ofSipho, 'In progress').waitFor()
  await ofThandi.keyboard.press('<')
  await ofThandi
    .getByRole('status')
    .filter({ hasText: 'Only a ticket that is over can be new again.' })
    .waitFor()
  await ofThandi.keyboard.press('m')
  await ofThandi.getByRole('menuitem', { name: 'Resolved', exact: true }).press('Enter')
  await link(ofThandi, 'Resolved').and(ofThandi.locator(':focus')).waitFor()
  await expect.poll(async () => (await now()).status).toBe('resolved')
})

it('nothing moves under the pointer: a card that goes leaves its place until the pointer does', async () => {
  await card(ofSipho, 'New').hover()
  await byThandi({ status: 'pending' })
  await column(ofSipho, 'New').getByText('Now in Pending').waitFor()
  await card(ofSipho, 'Pending').waitFor()
  await ofSipho.mouse.move(5, 5)
  await card(ofSipho, 'New').waitFor({ state: 'detached' })
})

it('on a phone one column shows at a time, and a menu moves its cards', async () => {
  await ofSipho.setViewportSize({ width: 390, height: 844 })
  await card(ofSipho, 'New')
    .getByRole('button', { name: `Move ticket ${ticket.number} to…` })
    .click()
  await ofSipho.getByRole('menuitem', { name: 'Pending', exact: true }).click()
  await card(ofSipho, 'New').waitFor({ state: 'detached' })
  await ofSipho.getByLabel('Column').selectOption('pending')
  await card(ofSipho, 'Pending').waitFor()
  expect(await ofSipho.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  for (const colorScheme of ['light', 'dark'] as const) {
    await ofSipho.emulateMedia({ colorScheme })
    expect(await violations(ofSipho)).toEqual([])
  }
  await ofSipho.setViewportSize({ width: 1440, height: 900 })
})

it('breaks no rule of accessibility, light and dark', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await ofThandi.emulateMedia({ colorScheme })
    expect(await violations(ofThandi)).toEqual([])
  }
})
