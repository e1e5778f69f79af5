/** The list and the page of a ticket on two screens: found, worked on by keys, and followed live. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import type { TicketRow } from '../../ui/src/lib/api/types.ts'
import { violations } from '../axe.ts'
import { type CutLine, startCutLine } from '../cut-line.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let thandi: Member
let ofThandi: Page
let ofSipho: Page
/** Sipho’s way to the product. */
let line: CutLine
let ticket: TicketRow

beforeAll(async () => {
  trunkline = await startTrunkline({ pages: await loadPages(), roles: ['web'] })
  thandi = await trunkline.member({ name: 'Thandi' })
  ofThandi = await signedInPage(trunkline, thandi)
  line = await startCutLine(Number(new URL(trunkline.url).port))
  const sipho = await trunkline.member({ name: 'Sipho' })
  ofSipho = await signedInPage({ ...trunkline, url: line.url }, sipho)
  ticket = await opened('Slow every evening')
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(ofThandi)
  await closeBrowserOf(ofSipho)
  await line?.stop()
  await trunkline?.close()
})

const opened = async (subject: string): Promise<TicketRow> =>
  (await trunkline.call<TicketRow>(thandi, 'POST', '/api/tickets', { id: newId(), subject })).body
const rows = (page: Page) => page.getByRole('table', { name: 'Tickets' }).getByRole('row')
const history = (page: Page) => page.getByRole('region', { name: 'History' })

it('a key leads to the list, and a ticket made there has a page', async () => {
  await ofThandi.goto(trunkline.url)
  await ofThandi.getByRole('link', { name: 'Tickets' }).waitFor()
  await ofThandi.keyboard.press('g')
  await ofThandi.keyboard.press('w')
  await rows(ofThandi).filter({ hasText: 'Slow every evening' }).waitFor()
  await ofThandi.keyboard.press('N')
  await ofThandi.getByRole('dialog').getByLabel('Subject').fill('No light on the box')
  await ofThandi.getByRole('button', { name: 'Open ticket' }).click()
  await ofThandi.getByRole('heading', { name: 'No light on the box' }).waitFor()
  await ofThandi.keyboard.press('Escape')
  await rows(ofThandi).filter({ hasText: 'No light on the box' }).waitFor()
})

it('keys set state, priority and whose it is, and the other screen follows', async () => {
  for (const [page, url] of [
    [ofThandi, trunkline.url],
    [ofSipho, line.url],
  ] as const) {
    await page.goto(`${url}/tickets/${ticket.id}`)
    await page.getByRole('heading', { name: 'Slow every evening' }).waitFor()
  }
  await ofThandi.keyboard.press('t')
  await ofThandi.getByRole('menuitem', { name: 'In progress', exact: true }).click()
  await history(ofSipho).getByText('Thandi moved this from New to In progress').waitFor()
  await ofThandi.keyboard.press('p')
  await ofThandi.getByRole('menuitem', { name: /Urgent/ }).click()
  await history(ofSipho).getByText('Thandi set priority from Normal to Urgent').waitFor()
  await ofThandi.keyboard.press('i')
  await history(ofSipho).getByText('Thandi took it').waitFor()
  await ofThandi.getByRole('link', { name: /^Tickets 1 ?of mine open/ }).waitFor()
  await ofSipho.keyboard.press('a')
  await ofSipho.getByRole('menuitem', { name: /Me/ }).click()
  await history(ofThandi).getByText('Sipho took it').waitFor()
})

it('a comment stands in both histories, and so does a new subject', async () => {
  await ofSipho.keyboard.press('n')
  const box = ofSipho.getByLabel('Comment for colleagues')
  await box.and(ofSipho.locator(':focus')).waitFor()
  await ofSipho.keyboard.type('The sector is full')
  await ofSipho.keyboard.press('Control+Enter')
  await history(ofThandi).getByText('The sector is full').waitFor()
  await expect.poll(() => box.inputValue()).toBe('')
  await ofThandi.getByRole('button', { name: 'Change the subject' }).click()
  await ofThandi.getByLabel('Subject').fill('Slow from seven')
  await ofThandi.keyboard.press('Enter')
  await ofSipho.getByRole('heading', { name: 'Slow from seven' }).waitFor()
  await history(ofSipho).getByText('changed the subject from “Slow every evening”').waitFor()
})

it('what was missed while the line was cut is there when it is back', async () => {
  line.cut()
  await expect.poll(() => line.sockets()).toBe(0)
  await trunkline.call(thandi, 'POST', `/api/tickets/${ticket.id}/comments`, {
    id: newId(),
    text: 'Said meanwhile',
  })
  line.mend()
  await history(ofSipho).getByText('Said meanwhile').waitFor()
})

it('several are changed at once, and what was left says why', async () => {
  const done = await opened('Already over')
  const change = { change: { status: 'cancelled' }, lastSeq: 1 }
  await trunkline.call(thandi, 'PATCH', `/api/tickets/${done.id}`, change)
  await ofThandi.goto(`${trunkline.url}/tickets?status=any`)
  await rows(ofThandi).filter({ hasText: 'Already over' }).waitFor()
  await ofThandi.getByRole('checkbox', { name: 'Tick all rows shown' }).check()
  const bar = ofThandi.getByRole('region', { name: 'With those ticked' })
  await bar.getByRole('button', { name: 'Set state' }).click()
  await ofThandi.getByRole('menuitem', { name: 'Pending', exact: true }).click()
  await ofThandi.getByText('2 tickets changed, 1 left as before.').waitFor()
  await ofThandi.getByRole('button', { name: 'Why' }).click()
  await ofThandi
    .getByRole('dialog')
    .getByText('This ticket is cancelled: open it again as new first.')
    .waitFor()
  await ofThandi.keyboard.press('Escape')
  await rows(ofThandi).filter({ hasText: 'No light on the box' }).getByText('Pending').waitFor()
})

it('a row follows what a colleague does, and a new ticket waits until it is asked for', async () => {
  await trunkline.call(thandi, 'POST', '/api/tickets/bulk', { ids: [ticket.id], change: { status: 'held' } })
  await rows(ofThandi).filter({ hasText: 'Slow from seven' }).getByText('Held').waitFor()
  await opened('Out of nowhere')
  await ofThandi.getByRole('button', { name: '1 more to show' }).click()
  await rows(ofThandi).filter({ hasText: 'Out of nowhere' }).waitFor()
})

it('a ticket that never was says so', async () => {
  await ofSipho.goto(`${line.url}/tickets/${newId()}`)
  await ofSipho.getByText('There is no such ticket, or it is not yours to see.').waitFor()
})

it('fits a phone and breaks no rule of accessibility, light and dark', async () => {
  for (const path of [`/tickets/${ticket.id}`, '/tickets?status=any', `/tickets?open=${ticket.id}`]) {
    for (const width of [390, 1440]) {
      await ofThandi.setViewportSize({ width, height: 844 })
      await ofThandi.goto(`${trunkline.url}${path}`)
      await ofThandi.getByText('Slow from seven').locator('visible=true').first().waitFor()
      expect(await ofThandi.evaluate('document.documentElement.scrollWidth <= innerWidth'), path).toBe(true)
      for (const colorScheme of ['light', 'dark'] as const) {
        await ofThandi.emulateMedia({ colorScheme })
        expect(await violations(ofThandi), `${path} ${width} ${colorScheme}`).toEqual([])
      }
    }
  }
}, 120_000)
