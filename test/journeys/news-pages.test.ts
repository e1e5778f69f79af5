/** In the browser: being told, once, of what one wants to be told of. */
import { randomInt } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Rules, usualRules } from '../../hub/notifications/worth-telling.ts'
import { violations } from '../axe.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { streamScene } from '../stream-scene.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

vi.setConfig({ testTimeout: 90_000 })
const patience = { timeout: 20_000 }

let trunkline: Trunkline
let scene: Awaited<ReturnType<typeof streamScene>>
let aisha: Member
let lerato: Member
let one: Page
let two: Page

/** Counts the tones a page plays; this Chromium has no loudspeaker. */
const countTones = `
  window.tones = 0
  const node = { connect: () => node, gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, frequency: {}, stop() {} }
  window.AudioContext = class {
    state = 'running'
    currentTime = 0
    createOscillator() { return { ...node, connect: () => node, start() { window.tones++ } } }
    createGain() { return node }
    async resume() {}
  }`

/** A browser without windows refuses notices: here they stand in the storage that all its tabs share. */
const keepNotices = `
  const read = () => JSON.parse(localStorage.getItem('notices') ?? '[]')
  const write = all => localStorage.setItem('notices', JSON.stringify(all))
  const others = tag => read().filter(one => one.tag !== tag)
  Object.defineProperty(Notification, 'permission', { get: () => 'granted' })
  Notification.requestPermission = async () => 'granted'
  Object.assign(ServiceWorkerRegistration.prototype, {
    async showNotification(title, { body, tag }) { write([...others(tag), { title, body, tag }]) },
    async getNotifications({ tag } = {}) {
      return read().filter(one => !tag || one.tag === tag).map(one => ({ ...one, close: () => write(others(one.tag)) }))
    },
  })`

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'], pages: await loadPages() })
  scene = await streamScene(trunkline)
  aisha = await trunkline.member({ name: 'Aisha' })
  lerato = await trunkline.member({ name: 'Lerato', role: 'supervisor' })
  one = await signedInPage(trunkline, aisha, { serviceWorkers: 'allow' })
  for (const script of [countTones, keepNotices]) await one.context().addInitScript(script)
  await open(one)
  two = await one.context().newPage()
  two.setDefaultTimeout(20_000)
  await open(two)
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(one)
  await trunkline?.close()
})

/** Ready once the rules are known and the worker that shows notices is there. */
async function open(page: Page, path = '/inbox/open'): Promise<void> {
  const known = page.waitForResponse(answer => answer.url().endsWith('/api/me/notifications'))
  await page.goto(trunkline.url + path)
  await known
  await page.evaluate('navigator.serviceWorker.ready.then(() => true)')
}
/** Somebody writes who never did before. */
async function newMatter(): Promise<{ id: string; from: string }> {
  const from = `+2782${randomInt(1_000_000, 9_999_999)}`
  return { id: await scene.sms(from, 'hello'), from }
}
const give = (id: string, to: Member) =>
  trunkline.call(lerato, 'POST', `/api/conversations/${id}/assign`, { memberId: to.id })
const tones = async () =>
  ((await one.evaluate('window.tones')) as number) + ((await two.evaluate('window.tones')) as number)
const notices = (page = one) =>
  page.evaluate<string[]>(
    `navigator.serviceWorker.getRegistration().then(one => one.getNotifications()).then(all => all.map(({ title, body }) => title + ': ' + body))`,
  )
const closeAll = () =>
  one.evaluate(
    `navigator.serviceWorker.getRegistration().then(one => one.getNotifications()).then(all => all.forEach(each => each.close()))`,
  )
const save = (rules: Rules) => trunkline.call(aisha, 'PUT', '/api/me/notifications', rules)

it('in two tabs one tone pair sounds and one notice stands, and reading it in either takes the notice away', async () => {
  const { id, from } = await newMatter()
  await give(id, aisha)
  await expect.poll(() => notices(), patience).toContain(`${from}: Lerato gave you this conversation`)
  const before = await tones()
  await scene.sms(from, 'is anybody there?')
  await expect.poll(() => notices(), patience).toEqual([`${from}: is anybody there?`])
  expect((await tones()) - before).toBe(2)
  await two.locator(`a[href$="${id}"]`).click()
  await expect.poll(() => notices(), patience).toEqual([])
})

it('nothing is told of a conversation somebody looks at, or of one that is not theirs', async () => {
  await closeAll()
  const shown = await newMatter()
  await give(shown.id, aisha)
  await open(two, `/inbox/open/${shown.id}`)
  await two.bringToFront()
  await closeAll()
  const others = await newMatter()
  await give(others.id, lerato)
  await expect.poll(() => notices(), patience).toEqual([`${others.from}: hello`])
  await closeAll()
  const before = await tones()
  await scene.sms(shown.from, 'seen as it comes')
  await scene.sms(others.from, 'not for Aisha')
  await two.getByRole('log').getByText('seen as it comes').waitFor()
  await two.getByText('not for Aisha').first().waitFor()
  expect(await notices()).toEqual([])
  expect((await tones()) - before).toBe(0)
})

it('the page of the rules keeps a switch at once, and the next message follows it', async () => {
  await open(two, '/settings/notifications')
  const sound = two.getByRole('switch', { name: 'A customer writes: Sound' })
  await expect.poll(() => sound.isChecked(), patience).toBe(true)
  const kept = two.waitForResponse(answer => answer.request().method() === 'PUT')
  await sound.press('Space')
  expect((await kept).status()).toBe(200)
  expect(await sound.isChecked()).toBe(false)
  const { body } = await trunkline.call<{ rules: Rules }>(aisha, 'GET', '/api/me/notifications')
  expect(body.rules.kinds.message).toEqual({ ...usualRules.kinds.message, sound: false })
  expect(await violations(two)).toEqual([])
})

it('trying a way really does it', async () => {
  await closeAll()
  const before = await tones()
  await two.getByRole('button', { name: 'Try it: sound' }).click()
  await two.getByText('Played. Not heard?').waitFor()
  expect((await tones()) - before).toBe(2)
  await two.getByRole('button', { name: 'Try it: desktop' }).click()
  await expect.poll(() => notices(two), patience).toEqual(['Trunkline: This is how you are told.'])
})

it('in quiet hours nothing is told; what is no rule is refused', async () => {
  await closeAll()
  const always = { from: '00:00', to: '23:59', timeZone: 'UTC' }
  expect((await save({ ...usualRules, quiet: always })).status).toBe(200)
  await open(one)
  await open(two)
  const before = await tones()
  const { id } = await newMatter()
  await give(id, aisha)
  await one.locator(`a[href$="${id}"]`).waitFor()
  await expect.poll(() => one.title(), patience).toMatch(/^\(\d+\) Inbox/)
  expect([await notices(), (await tones()) - before]).toEqual([[], 0])
  const odd = { ...usualRules, quiet: { ...always, timeZone: 'Nowhere/Never' } }
  expect((await save(odd)).status).toBe(422)
  expect((await save({ ...usualRules, quiet: { ...always, from: '25:00' } })).status).toBe(422)
})

it('a conversation of one’s own is counted in the title, and the icon has a dot', async () => {
  await expect.poll(() => one.title(), patience).toMatch(/^\(\d+\) Inbox · Trunkline$/)
  expect(await one.locator('link[rel="icon"]').getAttribute('href')).toBe('/favicon-dot.svg')
})
