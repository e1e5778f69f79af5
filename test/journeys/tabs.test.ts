/** Several tabs of one browser, over one socket. */
import type { Page, WebSocket } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createRadiusClient } from '../../backoffice/radius/index.ts'
import { addCustomerWithLine } from '../customer-with-line.ts'
import { type CutLine, startCutLine } from '../cut-line.ts'
import { startWhatsappFake, type WhatsappFake } from '../fakes/whatsapp.ts'
import { freePort } from '../free-port.ts'
import { connectLive, type LiveClient } from '../live.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

const meta = { phoneNumberId: '1061234567', accessToken: 'token', appSecret: 'secret', verifyToken: 'verify' }
const secret = 'router secret'
const patience = { timeout: 20_000 }

let line: CutLine
let trunkline: Trunkline
let fake: WhatsappFake
let aisha: Member
let sizwe: Member
/** A colleague's screen, beside the line. */
let screen: LiveClient
let thandi: string
let pieter: string
let one: Page
let two: Page
let three: Page
/** The web sockets each page has open. */
const socketsOf = new Map<Page, Set<WebSocket>>()

beforeAll(async () => {
  const port = await freePort()
  line = await startCutLine(port)
  const direct = `http://127.0.0.1:${port}`
  trunkline = await startTrunkline({
    pages: await loadPages(),
    env: { PORT: String(port), PUBLIC_URL: line.url },
  })
  fake = await startWhatsappFake({ ...meta, autoReceipts: true })
  const { hookUrl } = await trunkline.inbox('whatsapp', { ...meta, apiUrl: fake.url })
  fake.setHookUrl(hookUrl.replace(line.url, direct))
  await addCustomerWithLine(trunkline, secret)
  aisha = await trunkline.member({ name: 'Aisha Jaffer' })
  sizwe = await trunkline.member({ name: 'Sizwe Khumalo' })
  screen = await connectLive(direct, sizwe.cookie)
  thandi = await says('Thandi', 'my line is slow')
  pieter = await says('Pieter', 'what do I owe?')
  one = await signedInPage(trunkline, aisha)
  watch(one)
  await open(one)
  two = await another(one)
  three = await another(one)
}, 240_000)
afterAll(async () => {
  screen?.close()
  await closeBrowserOf(two)
  await fake?.stop()
  await trunkline?.close()
  await line?.stop()
})

const phones = { Thandi: '+27821230001', Pieter: '+27821230002' }
/** A customer writes; resolves with the conversation once a screen was told. */
async function says(name: keyof typeof phones, text: string): Promise<string> {
  fake.customerSays({ phone: phones[name], name, text })
  const told = await screen.told('event', event => (event.message as { text: string } | null)?.text === text)
  return String(told.conversationId)
}
function watch(page: Page): void {
  const sockets = new Set<WebSocket>()
  socketsOf.set(page, sockets)
  page.on('websocket', socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
}
async function open(page: Page, conversationId?: string): Promise<void> {
  await page.goto([trunkline.url, 'inbox', 'open', ...(conversationId ? [conversationId] : [])].join('/'))
  await row(page, thandi).waitFor()
}
/** A further tab of the same browser. */
async function another(beside: Page): Promise<Page> {
  const page = await beside.context().newPage()
  page.setDefaultTimeout(20_000)
  watch(page)
  await open(page)
  return page
}
const leads = (page: Page) => (socketsOf.get(page)?.size ?? 0) > 0
const led = (page: Page) => expect.poll(() => leads(page), patience).toBe(true)
const row = (page: Page, conversationId: string) => page.locator(`a[href$="${conversationId}"]`)
const seen = (page: Page, text: string) => page.getByText(text).first().waitFor()
const box = (page: Page) => page.getByRole('textbox', { name: /^Write to/ })
const unread = (page: Page, conversationId: string) => row(page, conversationId).getByText('unread')
const offline = (page: Page) => page.getByText('Reconnecting, offline since')
const sockets = (count: number) => expect.poll(line.sockets, patience).toBe(count)

it('three tabs have one socket, and all of them show what it brings', async () => {
  await sockets(1)
  await says('Pieter', 'heard in all tabs')
  for (const page of [one, two, three]) await seen(page, 'heard in all tabs')
  expect(line.opened()).toBe(1)
  expect([one, two, three].map(leads)).toEqual([true, false, false])
})

it('reading in one tab clears the unread in the others', async () => {
  for (const page of [one, two, three]) await unread(page, thandi).waitFor()
  await row(two, thandi).click()
  for (const page of [one, two, three]) await unread(page, thandi).waitFor({ state: 'detached' })
})

it('each tab is where it is: colleagues see both conversations, and both panels hear of their lines', async () => {
  await two.getByText('Fibre 50').waitFor()
  await row(three, pieter).click()
  for (const conversationId of [thandi, pieter]) {
    await screen.told('presence', word => word.conversationId === conversationId && word.state === 'viewing')
  }
  const router = createRadiusClient({ timeoutMs: 2_000, retransmits: 1 })
  const to = { host: '127.0.0.1', port: trunkline.radius?.acctPort ?? 0, secret }
  await router.accounting(to, { userName: 'thandi@isp', sessionId: 'b1', status: 'start' })
  await two.getByText(/Online since/).waitFor()
  router.close()
  await box(three).pressSequentially('Let me')
  await screen.told('presence', word => word.conversationId === pieter && word.state === 'replying')
  await box(three).fill('')
})

it('a tab that comes later is told who is there already', async () => {
  await screen.emit('presence.view', { conversationId: pieter })
  const here = (page: Page) => row(page, pieter).getByRole('img', { name: 'Here too: Sizwe Khumalo' })
  await here(two).waitFor()
  const late = await another(one)
  await here(late).waitFor()
  expect(line.sockets()).toBe(1)
  await late.close()
})

it('a draft typed in one shows in the other', async () => {
  await row(one, thandi).click()
  await box(two).fill('Your line is up again')
  await expect.poll(() => box(one).inputValue(), patience).toBe('Your line is up again')
  await box(two).fill('')
  await expect.poll(() => box(one).inputValue(), patience).toBe('')
})

it('without a connection every tab says so, and what two tabs wrote goes out once, in order', async () => {
  const landed: string[] = []
  one.context().on('requestfinished', request => {
    if (request.url().endsWith('/replies')) landed.push(String(request.postDataJSON().text))
  })
  line.cut()
  for (const [page, text] of [
    [one, 'first, from one'],
    [two, 'second, from two'],
  ] as const) {
    await box(page).fill(text)
    await page.keyboard.press('Control+Enter')
    for (const other of [one, two]) await other.getByRole('log').getByText(text).waitFor()
  }
  await says('Pieter', 'said while the line was cut')
  for (const page of [one, two, three]) await offline(page).waitFor()
  line.mend()
  for (const page of [one, two]) {
    await expect
      .poll(() => page.getByRole('log').getByText('Read', { exact: true }).count(), patience)
      .toBe(2)
    expect(await page.getByText(/Waits for the network|Sending/).count()).toBe(0)
  }
  for (const page of [one, two, three]) {
    await seen(page, 'said while the line was cut')
    await offline(page).waitFor({ state: 'detached' })
  }
  expect(landed).toEqual(['first, from one', 'second, from two'])
  expect(fake.ledger.map(sent => sent.text)).toEqual(landed)
  await sockets(1)
})

it('closing the leader hands over, and what was said in between is there', async () => {
  await led(one)
  await Promise.all([one.close(), says('Pieter', 'said while nobody led')])
  for (const page of [two, three]) await seen(page, 'said while nobody led')
  await sockets(1)
  await says('Pieter', 'said to the new leader')
  for (const page of [two, three]) await seen(page, 'said to the new leader')
})

it.each([
  [
    'kept for the way back',
    `dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))`,
    `dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`,
  ],
  ['frozen', `document.dispatchEvent(new Event('freeze'))`, `document.dispatchEvent(new Event('resume'))`],
])('a leader that is %s lets go, and hears everything when it is back', async (how, asleep, awake) => {
  const [leader, other] = leads(two) ? [two, three] : [three, two]
  const text = `said while it was ${how}`
  await leader.evaluate(asleep)
  await led(other)
  await says('Pieter', text)
  await seen(other, text)
  expect(await leader.getByText(text).count()).toBe(0)
  await leader.evaluate(awake)
  await seen(leader, text)
  await offline(leader).waitFor({ state: 'detached' })
  expect([leads(leader), leads(other), line.sockets()]).toEqual([false, true, 1])
})

it('a lead that is held and not used is taken over', async () => {
  const idle = await two.context().newPage()
  await idle.goto(`${trunkline.url}/docs/api`)
  await idle.evaluate(
    `void navigator.locks.request('trunkline:socket:${aisha.id}', { steal: true }, () => new Promise(() => {}))`,
  )
  await sockets(0)
  await says('Pieter', 'said to nobody')
  for (const page of [two, three]) await seen(page, 'said to nobody')
  await sockets(1)
  await idle.close()
})

it('the appearance chosen in one is that of the other', async () => {
  await two.getByRole('button', { name: 'You and your settings' }).click()
  await two.getByRole('menuitemradio', { name: 'Dark' }).click()
  await three.locator('html[data-theme="dark"]').waitFor({ state: 'attached' })
  await two.keyboard.press('Escape')
})

it('in a browser without locks each tab has a socket of its own', async () => {
  const page = await two.context().newPage()
  await page.addInitScript(`Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })`)
  await open(page)
  await sockets(2)
  await says('Pieter', 'heard alone')
  await seen(page, 'heard alone')
  await page.close()
  await sockets(1)
})

it('signing out in one leaves both', async () => {
  await two.getByRole('button', { name: 'You and your settings' }).click()
  await two.getByRole('menuitem', { name: 'Sign out' }).click()
  for (const page of [two, three]) await page.waitForURL(/\/sign-in/)
  await sockets(0)
})
