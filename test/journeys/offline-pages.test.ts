/** In the browser: the app without a network, and a newer version of it. */
import { readFile } from 'node:fs/promises'
import type { RequestHandler } from 'express'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type CutLine, startCutLine } from '../cut-line.ts'
import { freePort } from '../free-port.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { streamScene } from '../stream-scene.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

vi.setConfig({ testTimeout: 120_000 })
const patience = { timeout: 30_000 }

type Message = { text: string; direction: string }

let line: CutLine
let trunkline: Trunkline
let aisha: Member
let page: Page
let conversationId = ''
/** The server has another version of the pages. */
let isNewer = false

beforeAll(async () => {
  const port = await freePort()
  line = await startCutLine(port)
  trunkline = await startTrunkline({
    roles: ['web'],
    pages: versioned(await loadPages()),
    env: { PORT: String(port), PUBLIC_URL: line.url },
  })
  const scene = await streamScene(trunkline)
  const { id: contactId } = await scene.person('Nandi Example')
  const said = [{ at: new Date(Date.now() - 60_000).toISOString(), text: 'my line is slow' }]
  conversationId = (await scene.matter({ contactId, by: 'sms', said })).id
  aisha = await trunkline.member({ name: 'Aisha' })
  page = await signedInPage(trunkline, aisha, { serviceWorkers: 'allow' })
  await page.goto(`${line.url}/inbox/open/${conversationId}`)
  await bubble('my line is slow').waitFor()
  await page.evaluate('navigator.serviceWorker.ready.then(() => true)')
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(page)
  await trunkline?.close()
  await line?.stop()
})

/** The worker's script differs by a byte in a newer version, as it does after every build. */
function versioned(pages: RequestHandler): RequestHandler {
  const file = new URL('../../ui/build/client/service-worker.js', import.meta.url)
  return (req, res, next) => {
    if (req.path !== '/service-worker.js' || !isNewer) return pages(req, res, next)
    readFile(file, 'utf8').then(text => res.type('text/javascript').send(`${text}\n// newer`), next)
  }
}
const bubble = (text: string) => page.getByRole('log').getByText(text)
const box = () => page.getByRole('textbox', { name: 'A note for colleagues; the customer never sees it' })
const threadsKept = () =>
  page.evaluate<number>(`new Promise(resolve => {
    const opening = indexedDB.open('trunkline')
    opening.onsuccess = () => {
      const counting = opening.result.transaction('threads').objectStore('threads').count()
      counting.onsuccess = () => (opening.result.close(), resolve(counting.result))
    }
  })`)

async function messages(): Promise<string[]> {
  const path = `/api/conversations/${conversationId}/messages?before=1000`
  const { body } = await trunkline.call<{ messages: Message[] }>(aisha, 'GET', path)
  return body.messages.map(message => message.text)
}
async function note(text: string): Promise<void> {
  await box().fill(text)
  await page.getByRole('button', { name: 'Save note' }).click()
  await bubble(text).waitFor()
}

it('opens without a network, keeps what is written there over a reload, and sends it once and in order', async () => {
  await expect.poll(() => page.evaluate('navigator.serviceWorker.controller !== null'), patience).toBe(true)
  await expect.poll(threadsKept, patience).toBe(1)
  await page.getByRole('button', { name: 'Note', exact: true }).click()
  line.cut()
  await page.getByText('No connection. What you write is kept').waitFor()
  await note('first, without a network')
  await page.reload()
  await bubble('my line is slow').waitFor()
  await bubble('first, without a network').waitFor()
  await page.getByText('Waits for the network').first().waitFor()
  await page.getByRole('button', { name: 'Note', exact: true }).click()
  await note('second, after a reload')
  expect(await messages().catch(() => 'not reached')).toBe('not reached')
  line.mend()
  const sent = ['my line is slow', 'first, without a network', 'second, after a reload']
  await expect.poll(() => messages().catch(() => []), patience).toEqual(sent)
  await expect.poll(() => page.getByText(/Waits for the network|Saving/).count(), patience).toBe(0)
  expect(await messages()).toEqual(sent)
  await page.getByText('No connection. What you write is kept').waitFor({ state: 'detached' })
})

it('the worker never answers for the API', async () => {
  const answered = await page.evaluate<string[]>(`(async () => {
    const names = await caches.keys()
    const kept = await Promise.all(names.map(async name => (await (await caches.open(name)).keys()).map(one => new URL(one.url).pathname)))
    return kept.flat()
  })()`)
  expect(answered).toContain('/sign-in')
  expect(answered.filter(path => /^\/(api|files|socket\.io)/.test(path))).toEqual([])
})

it('says that a newer version is ready, and loads it only when asked', async () => {
  await box()
    .or(page.getByRole('textbox', { name: /^Write to/ }))
    .fill('half a sentence')
  await page.evaluate('window.sameAsBefore = true')
  isNewer = true
  await page.evaluate('navigator.serviceWorker.getRegistration().then(one => one.update()).then(() => true)')
  await page.getByText('A new version is ready.').waitFor()
  expect(await page.evaluate('window.sameAsBefore')).toBe(true)
  await page.getByRole('button', { name: 'Reload' }).click()
  await expect.poll(() => page.evaluate('window.sameAsBefore').catch(() => true), patience).toBeUndefined()
  await bubble('my line is slow').waitFor()
  expect(await page.getByText('A new version is ready.').count()).toBe(0)
  await expect.poll(() => page.getByRole('textbox').last().inputValue(), patience).toBe('half a sentence')
})

it('can be installed: a manifest with icons that load, a worker, and a policy that lets both in from here only', async () => {
  const answer = await fetch(`${line.url}/sign-in`)
  const policy = answer.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("worker-src 'self'")
  expect(policy).toContain("manifest-src 'self'")
  const answered = await fetch(`${line.url}/manifest.webmanifest`)
  const manifest = (await answered.json()) as { icons: { src: string }[] }
  for (const { src } of manifest.icons) {
    const icon = await fetch(line.url + src)
    expect([src, icon.status, icon.headers.get('content-type')]).toEqual([src, 200, 'image/png'])
  }
  const session = await page.context().newCDPSession(page)
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual([])
})
