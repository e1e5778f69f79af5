/** Answers that did not arrive: listed for those who see them, paged, counted, sent again; then on the screen. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { violations } from '../axe.ts'
import { startWhatsappFake, type WhatsappFake } from '../fakes/whatsapp.ts'
import { connectLive, type LiveClient } from '../live.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

type Item = {
  messageId: string
  preview: string
  state: string
  stateWords: string
  contact: { name: string }
}
type List = { items: Item[]; count: number; next: string | null }
type Message = { id: string; state: string; text: string }

const meta = { phoneNumberId: '1061234567', accessToken: 'token', appSecret: 'secret', verifyToken: 'verify' }

let trunkline: Trunkline
let fake: WhatsappFake
let inboxId: string
let agent: Member
let screen: LiveClient
let page: Page
let conversationId: string

beforeAll(async () => {
  trunkline = await startTrunkline({ pages: await loadPages() })
  fake = await startWhatsappFake(meta)
  const inbox = await trunkline.inbox('whatsapp', { ...meta, apiUrl: fake.url })
  inboxId = inbox.id
  fake.setHookUrl(inbox.hookUrl)
  agent = await trunkline.member({ name: 'Aisha Jaffer' })
  screen = await connectLive(trunkline.url, agent.cookie)
  fake.customerSays({ phone: '+27821230001', name: 'Thandi', text: 'hello' })
  conversationId = String(
    (await screen.told('event', event => event.type === 'message.received')).conversationId,
  )
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(page)
  screen.close()
  await fake.stop()
  await trunkline.close()
})

const failed = async (as = agent, query = '') =>
  (await trunkline.call<List>(as, 'GET', `/api/messages/failed${query}`)).body

async function fail(text: string, kind: 'refuse-4xx' | 'accept-then-500', ends: string) {
  fake.failNext(kind)
  const id = newId()
  const body = { id, text, inboxId, lastSeenSeq: 999 }
  await trunkline.call(agent, 'POST', `/api/conversations/${conversationId}/replies`, body)
  await screen.told('event', event => {
    const message = event.message as Message | null
    return message?.id === id && message.state === ends
  })
  return id
}

it('lists what failed and what nobody knows of, the newest first, to those who see the conversation', async () => {
  expect(await failed()).toEqual({ items: [], count: 0, next: null })
  await fail('first', 'refuse-4xx', 'failed')
  await fail('second', 'accept-then-500', 'unknown')
  await fail('third', 'refuse-4xx', 'failed')
  const all = await failed()
  expect(all.items.map(item => [item.preview, item.state])).toEqual([
    ['third', 'failed'],
    ['second', 'unknown'],
    ['first', 'failed'],
  ])
  expect(all).toMatchObject({ count: 3, next: null })
  expect(all.items[0]).toMatchObject({
    contact: { name: 'Thandi' },
    stateWords: expect.stringContaining('131026'),
  })
  const blind = await trunkline.member({ inboxIds: [] })
  expect(await failed(blind)).toEqual({ items: [], count: 0, next: null })
})

it('goes on page by page, and refuses a cursor that is none of ours', async () => {
  const first = await failed(agent, '?limit=2')
  expect(first).toMatchObject({ count: 3, next: expect.any(String) })
  const second = await failed(agent, `?limit=2&cursor=${first.next}`)
  expect([...first.items, ...second.items].map(item => item.preview)).toEqual(['third', 'second', 'first'])
  expect(second.next).toBeNull()
  expect((await trunkline.call(agent, 'GET', '/api/messages/failed?cursor=nonsense')).status).toBe(422)
})

it('stands in the inbox with its number, and each is sent again from there', async () => {
  page = await signedInPage(trunkline, agent)
  await page.goto(`${trunkline.url}/inbox/open`)
  await page.getByRole('link', { name: 'Failed 3' }).click()
  await page.waitForURL(/\/inbox\/failed$/)
  const rows = page.getByRole('list', { name: 'Messages that did not arrive' }).getByRole('listitem')
  await rows.nth(2).waitFor()
  expect(await violations(page)).toEqual([])
  await rows.nth(0).getByRole('button', { name: 'Send again' }).press('Enter')
  await rows.nth(0).getByText('Sent', { exact: true }).waitFor()
  await page.getByText('2 did not arrive').waitFor()
  expect(fake.ledger.filter(sent => sent.text === 'third')).toHaveLength(1)
  // It may have arrived: that is asked about first.
  await rows.nth(1).getByRole('button', { name: 'Send again' }).click()
  await page.getByRole('dialog', { name: 'Send it again?' }).getByRole('button', { name: 'Leave it' }).click()
  expect(fake.ledger.filter(sent => sent.text === 'second')).toHaveLength(1)
})

it('one that fails meanwhile is offered, not pushed in; a row leads to its message', async () => {
  await fail('fourth', 'refuse-4xx', 'failed')
  await page.getByRole('button', { name: 'Show 1 new' }).click()
  await page.getByRole('listitem').first().getByText('fourth').waitFor()
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await violations(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForURL(new RegExp(`/inbox/open/${conversationId}#message-`))
  await page.getByRole('log').getByText('fourth').waitFor()
})
