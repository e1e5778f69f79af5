/**
 * In the browser: web push from the switch to the notice. The maker's service is a fake, and the last step, which is the
 * browser's own, is done by its developer tools: they hand the worker what the service opened.
 */
import { randomInt } from 'node:crypto'
import type { CDPSession, Page, Worker } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { violations } from '../axe.ts'
import { type PushService, startPushService } from '../fakes/web-push.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { streamScene } from '../stream-scene.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

vi.setConfig({ testTimeout: 90_000 })
const patience = { timeout: 20_000 }

type Notice = { title: string; body: string; tag: string }

let trunkline: Trunkline
let service: PushService
let scene: Awaited<ReturnType<typeof streamScene>>
let aisha: Member
let lerato: Member
let page: Page
let tools: CDPSession
let registrationId = ''

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web', 'worker'], pages: await loadPages() })
  service = await startPushService()
  scene = await streamScene(trunkline)
  aisha = await trunkline.member({ name: 'Aisha' })
  lerato = await trunkline.member({ name: 'Lerato', role: 'supervisor' })
  page = await signedInPage(trunkline, aisha, { serviceWorkers: 'allow' })
  tools = await page.context().newCDPSession(page)
  tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    for (const one of registrations) if (!one.isDeleted) registrationId = one.registrationId
  })
  await tools.send('ServiceWorker.enable')
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(page)
  await trunkline?.close()
  await service?.stop()
})

/** This Chromium has no windows and no service of its maker: both are stood in for, nothing of ours is. */
const standIns = (subscription: unknown) => `
  const given = ${JSON.stringify(subscription)}
  const isOn = () => localStorage.getItem('test:subscribed') !== null
  const bytes = key => Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), one => one.charCodeAt(0)).buffer
  const made = () => ({
    options: { applicationServerKey: bytes(localStorage.getItem('test:subscribed')) },
    toJSON: () => given,
    unsubscribe: async () => { localStorage.removeItem('test:subscribed'); return true },
  })
  Object.defineProperty(Notification, 'permission', { get: () => localStorage.getItem('test:allowed') ?? 'default' })
  Notification.requestPermission = async () => {
    localStorage.setItem('test:allowed', 'granted')
    return 'granted'
  }
  Object.assign(PushManager.prototype, {
    async getSubscription() { return isOn() ? made() : null },
    async subscribe({ applicationServerKey }) {
      localStorage.setItem('test:subscribed', applicationServerKey)
      return made()
    },
  })`

/** What the worker shows stands in the worker, and how often it was done with something. */
const keepShown = `
  self.wait ??= ExtendableEvent.prototype.waitUntil
  ExtendableEvent.prototype.waitUntil = function (work) {
    work.finally(() => self.done++)
    return self.wait.call(this, work)
  }
  self.shown ??= []
  self.registration.showNotification = async (title, { body, tag, data }) => {
    self.shown = [...self.shown.filter(one => one.tag !== tag), { title, body, tag, data }]
  }`

const ready = () => page.evaluate('navigator.serviceWorker.ready.then(() => true)')
function worker(): Worker {
  const [one] = page.context().serviceWorkers()
  if (!one) throw new Error('no service worker')
  return one
}
const shown = async () =>
  (await worker().evaluate<(Notice & { data: unknown })[]>('self.shown')).map(({ title, body }) => [
    title,
    body,
  ])

const addresses = () =>
  trunkline.app.db.withTenant(trunkline.tenantId, async tx => {
    const { rows } = await tx.query<{ endpoint: string }>('SELECT endpoint FROM push_subscriptions')
    return rows.map(row => row.endpoint)
  })

/** Does what a browser does with messages of its service; resolves when the worker is done with them. */
async function hand(...messages: unknown[]): Promise<void> {
  await expect.poll(() => registrationId, patience).not.toBe('')
  await worker().evaluate(`${keepShown}; self.shown = []; self.done = 0`)
  for (const message of messages) {
    const data = JSON.stringify(message)
    await tools.send('ServiceWorker.deliverPushMessage', { origin: trunkline.url, registrationId, data })
  }
  await expect.poll(() => worker().evaluate('self.done'), patience).toBe(messages.length)
}

/** Somebody writes to Aisha; what was posted to her browser. */
async function write(text: string): Promise<{ id: string; from: string; message: Record<string, unknown> }> {
  const from = `+2782${randomInt(1_000_000, 9_999_999)}`
  const id = await scene.sms(from, 'hello')
  await trunkline.call(lerato, 'POST', `/api/conversations/${id}/assign`, { memberId: aisha.id })
  await scene.sms(from, text)
  const posted = () => service.ledger.find(({ message }) => message.text === text)?.message
  await expect.poll(posted, patience).toBeDefined()
  return { id, from, message: posted() ?? {} }
}

it('a browser that blocks notices says what to do; a list that could not be read is read again', async () => {
  await page.route('**/api/me/push', route => route.abort(), { times: 1 })
  await page.goto(`${trunkline.url}/settings/notifications`)
  const section = page.getByRole('region', { name: 'Push: when Trunkline is closed' })
  await section.getByRole('button', { name: 'Try again' }).click()
  await section.getByText('This browser blocks it.').waitFor()
  expect(await section.getByRole('button').count()).toBe(0)
  expect(await violations(page)).toEqual([])
})

it('is turned on by the keyboard, tried, and listed as this one', async () => {
  const { body } = await trunkline.call<{ publicKey: string }>(aisha, 'GET', '/api/me/push')
  await page.context().addInitScript(standIns(service.subscribe(body.publicKey)))
  await page.reload()
  await ready()
  await page.getByRole('button', { name: 'Turn on here' }).press('Enter')
  const browsers = page.getByRole('list', { name: 'Browsers you are told in' })
  await browsers.getByText('This one').waitFor()
  await browsers.getByRole('button', { name: /^Send a test: / }).press('Enter')
  await page.getByText(/^Sent to /).waitFor()
  expect(service.disbelieved).toEqual([])
  expect(service.ledger).toMatchObject([{ message: { kind: 'test', memberId: aisha.id } }])
  expect(await violations(page)).toEqual([])
  await hand(service.ledger[0]?.message)
  await expect
    .poll(shown, patience)
    .toEqual([['Trunkline', 'This is how you are told when Trunkline is closed.']])
})

it('another address from the browser’s maker takes the place of the one before', async () => {
  const [before] = await addresses()
  const { body } = await trunkline.call<{ publicKey: string }>(aisha, 'GET', '/api/me/push')
  const next = service.subscribe(body.publicKey)
  await worker().evaluate(`{
    Object.assign(PushManager.prototype, {
      getSubscription: async () => null,
      subscribe: async () => ({ toJSON: () => (${JSON.stringify(next)}) }),
    })
    const changed = new ExtendableEvent('pushsubscriptionchange')
    Object.assign(changed, { waitUntil: work => work.catch(() => {}) })
    self.dispatchEvent(changed)
  }`)
  await expect.poll(addresses, patience).toEqual([next.endpoint])
  expect(before).not.toBe(next.endpoint)
})

it('the rule of push is a switch beside the others', async () => {
  const rule = page.getByRole('switch', { name: 'A conversation wakes: Push' })
  const kept = page.waitForResponse(answer => answer.request().method() === 'PUT')
  await rule.press('Space')
  expect((await kept).status()).toBe(200)
  expect(await rule.isChecked()).toBe(false)
})

it('with Trunkline closed the message is shown: who, the first words, and where', async () => {
  await page.goto('about:blank')
  const { from, message } = await write('nobody is looking')
  await hand(message)
  await expect.poll(shown, patience).toEqual([[from, 'nobody is looking\nsms inbox']])
})

it('with Trunkline before one’s eyes it is not shown twice', async () => {
  const { message } = await write('somebody is looking')
  await page.goto(`${trunkline.url}/inbox/open`)
  await page.getByText('somebody is looking').first().waitFor()
  await hand(message)
  expect(await shown()).toEqual([])
})

it('pressing the notice opens the conversation in the tab that is there', async () => {
  const { id } = await write('open me')
  await worker().evaluate(`{
    const pressed = new ExtendableEvent('notificationclick')
    Object.assign(pressed, {
      notification: { close() {}, data: { path: '/inbox/open/${id}' } },
      waitUntil: work => work.catch(() => {}),
    })
    self.dispatchEvent(pressed)
  }`)
  await page.waitForURL(`**/inbox/open/${id}`)
  await page.getByRole('log').getByText('open me').waitFor()
})

it('what is for somebody else is dropped; after signing out everything is, and the server forgets the browser', async () => {
  const { message } = await write('the last one')
  await page.goto('about:blank')
  await hand({ ...message, memberId: lerato.id })
  expect(await shown()).toEqual([])
  await hand(message)
  expect(await shown()).toHaveLength(1)

  await page.goto(`${trunkline.url}/inbox/open`)
  await page.getByRole('button', { name: 'You and your settings' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL('**/sign-in')
  expect(await page.evaluate(`localStorage.getItem('test:subscribed')`)).toBe(null)
  await expect.poll(addresses, patience).toEqual([])
  await page.goto('about:blank')
  await hand(message, { memberId: aisha.id, kind: 'test' })
  expect(await shown()).toEqual([])
})

it('signed in again it is on again by itself; removed from elsewhere it stays off', async () => {
  const { cookie } = await trunkline.signIn(aisha.email, aisha.password)
  const at = cookie.indexOf('=')
  await page
    .context()
    .addCookies([
      { name: cookie.slice(0, at), value: cookie.slice(at + 1).split(';')[0] ?? '', url: trunkline.url },
    ])
  await page.goto(`${trunkline.url}/inbox/open`)
  await expect.poll(addresses, patience).toHaveLength(1)
  expect(await page.evaluate(`localStorage.getItem('test:subscribed')`)).not.toBe(null)

  const other = await trunkline.signIn(aisha.email, aisha.password)
  const { body } = await trunkline.call<{ items: { id: string }[] }>(other, 'GET', '/api/me/push')
  await trunkline.call(other, 'DELETE', `/api/me/push/${body.items[0]?.id}`)
  await page.reload()
  const here = () => page.evaluate(`localStorage.getItem('test:subscribed')`)
  await expect.poll(here, patience).toBe(null)
  await page.reload()
  await page.getByRole('button', { name: 'You and your settings' }).waitFor()
  expect([await here(), await addresses()]).toEqual([null, []])
})
