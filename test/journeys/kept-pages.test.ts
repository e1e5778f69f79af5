/** In the browser: what it keeps of one person, and when it keeps nothing. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { type StreamScene, streamScene } from '../stream-scene.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

vi.setConfig({ testTimeout: 90_000 })
const patience = { timeout: 20_000 }

type Kept = { owner: string | null; rows: string[]; threads: string[]; all: number }

let trunkline: Trunkline
let scene: StreamScene
let aisha: Member
let page: Page
let nandi = ''
let pieter = ''
let inboxId = ''

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'], pages: await loadPages() })
  scene = await streamScene(trunkline)
  nandi = await matter('Nandi Example', 'my line is slow')
  pieter = await matter('Pieter Example', 'what do I owe?')
  const { items } = await inboxes()
  inboxId = items.find(inbox => inbox.channel === 'sms')?.id ?? ''
}, 240_000)
beforeEach(async () => {
  await closeBrowserOf(page)
  aisha = await trunkline.member({ name: 'Aisha', inboxIds: [inboxId] })
  page = await signedInPage(trunkline, aisha)
})
afterAll(async () => {
  await closeBrowserOf(page)
  await trunkline?.close()
})

async function inboxes() {
  const admin = await trunkline.member({ name: 'Lerato', role: 'admin' })
  const answer = await trunkline.call<{ items: { id: string; channel: string }[] }>(
    admin,
    'GET',
    '/api/inboxes',
  )
  return answer.body
}
async function matter(name: string, text: string): Promise<string> {
  const { id } = await scene.person(name)
  const said = [{ at: new Date(Date.now() - 60_000).toISOString(), text }]
  return (await scene.matter({ contactId: id, by: 'sms', said })).id
}
const open = (id: string) => page.goto(`${trunkline.url}/inbox/open/${id}`)
const bubble = (text: string) => page.getByRole('log').getByText(text)
const row = (id: string) => page.locator(`a[href$="${id}"]`)

/** What lies in the browser's database. */
const kept = () =>
  page.evaluate<Kept>(`(async () => {
    const asked = request =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const database = await asked(indexedDB.open('trunkline'))
    const names = [...database.objectStoreNames]
    const store = name => database.transaction(name).objectStore(name)
    const owner = await asked(store('owner').get('owner'))
    const rows = await asked(store('rows').getAllKeys())
    const threads = await asked(store('threads').getAllKeys())
    const counts = await Promise.all(names.map(name => asked(store(name).count())))
    database.close()
    return { owner: owner?.scope ?? null, rows, threads, all: counts.reduce((sum, one) => sum + one, 0) }
  })()`)
async function untilKept(id: string): Promise<void> {
  // By then the page has made its database; looked for earlier it would be made here, empty.
  await row(id).waitFor()
  await expect.poll(async () => (await kept()).threads, patience).toContain(id)
}

/** No question reaches the API until the returned function is called. */
async function hold(): Promise<() => void> {
  let release = () => {}
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  await page.route('**/api/**', async route => {
    await released
    await route.continue()
  })
  return release
}

it('a page that is opened again paints list and thread before anything is answered, and then catches up', async () => {
  await open(nandi)
  await bubble('my line is slow').waitFor()
  await untilKept(nandi)
  await page.goto('about:blank')
  const note = { id: crypto.randomUUID(), text: 'said meanwhile' }
  await trunkline.call(aisha, 'POST', `/api/conversations/${nandi}/notes`, note)
  const release = await hold()
  await open(nandi)
  await row(pieter).waitFor()
  await bubble('my line is slow').waitFor()
  expect(await bubble('said meanwhile').count()).toBe(0)
  release()
  await bubble('said meanwhile').waitFor()
  expect((await kept()).owner).toBe(aisha.id)
})

it('signing out leaves nothing of anybody in the browser', async () => {
  await open(nandi)
  await untilKept(nandi)
  await page.getByRole('button', { name: 'You and your settings' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByLabel('Password').waitFor()
  expect(await kept()).toEqual({ owner: null, rows: [], threads: [], all: 0 })
})

it('a session that was ended elsewhere leaves nothing either, though the page paints at first', async () => {
  await open(nandi)
  await untilKept(nandi)
  const elsewhere = await trunkline.signIn(aisha.email, aisha.password)
  await trunkline.call(elsewhere, 'POST', '/api/me/sessions/revoke-others')
  await page.getByLabel('Password').waitFor()
  await expect.poll(async () => (await kept()).all, patience).toBe(0)
})

it('somebody who signs in after another is shown nothing of theirs', async () => {
  await open(nandi)
  await untilKept(nandi)
  const sizwe = await trunkline.member({ name: 'Sizwe', inboxIds: [] })
  await page.context().clearCookies()
  await page.context().addCookies(
    sizwe.cookie.split('; ').map(pair => {
      const at = pair.indexOf('=')
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: trunkline.url }
    }),
  )
  await page.reload()
  await page.getByText('No inbox yet').waitFor()
  await expect.poll(async () => (await kept()).owner, patience).toBe(sizwe.id)
  expect(await kept()).toMatchObject({ rows: [], threads: [] })
})

it('when the inboxes a member sees change, nothing of the others stays', async () => {
  await open(nandi)
  await untilKept(nandi)
  await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query('DELETE FROM inbox_access WHERE member_id = $1', [aisha.id]),
  )
  await trunkline.known(aisha)
  await page.reload()
  await expect.poll(async () => (await kept()).rows, patience).toEqual([])
  expect((await kept()).threads).toEqual([])
  expect(await row(nandi).count()).toBe(0)
})
