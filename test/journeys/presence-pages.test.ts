import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../axe.ts'
import { startWhatsappFake, type WhatsappFake } from '../fakes/whatsapp.ts'
import { connectLive, type LiveClient } from '../live.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

const meta = { phoneNumberId: '1061234567', accessToken: 'token', appSecret: 'secret', verifyToken: 'verify' }

let trunkline: Trunkline
let fake: WhatsappFake
let page: Page
let aisha: Member
let sizwe: Member
/** Sizwe's screen. */
let screen: LiveClient
let conversationId: string

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'], pages: await loadPages() })
  fake = await startWhatsappFake(meta)
  fake.setHookUrl((await trunkline.inbox('whatsapp', { ...meta, apiUrl: fake.url })).hookUrl)
  aisha = await trunkline.member({ name: 'Aisha Jaffer' })
  sizwe = await trunkline.member({ name: 'Sizwe Khumalo' })
  screen = await connectLive(trunkline.url, sizwe.cookie)
  fake.customerSays({ phone: '+27821230001', name: 'Thandi Mokoena', text: 'my line is slow' })
  conversationId = String(
    (await screen.told('event', event => event.type === 'message.received')).conversationId,
  )
  page = await signedInPage(trunkline, aisha)
}, 240_000)
afterAll(async () => {
  screen?.close()
  await closeBrowserOf(page)
  await fake?.stop()
  await trunkline?.close()
})

const row = () => page.locator(`a[href$="${conversationId}"]`)
const inRow = (name: string) => row().getByRole('img', { name })
const status = () => page.getByRole('banner').or(page.locator('header')).getByRole('status')
const says = (name: string, said: Record<string, unknown>) => screen.emit(name, { conversationId, ...said })
const aishaIs = (state: string) =>
  screen.told('presence', word => word.state === state && (word.member as { id: string }).id === aisha.id)

it('a page that comes later shows who is where, in the list', async () => {
  await says('presence.view', {})
  await page.goto(`${trunkline.url}/inbox/open`)
  await inRow('Here too: Sizwe Khumalo').waitFor()
})

it('opening, typing and leaving are told to colleagues', async () => {
  await row().click()
  await aishaIs('viewing')
  const box = page.getByLabel('Write to Thandi Mokoena')
  await box.pressSequentially('Let me look')
  await aishaIs('replying')
  await box.fill('')
  await page.getByText('Sizwe Khumalo is here too').waitFor()
})

it('a colleague who answers is ringed in the list and named above the thread', async () => {
  await says('presence.view', { conversationId: null })
  await inRow('Here too: Sizwe Khumalo').waitFor({ state: 'detached' })
  const without = await violations(page)
  await says('presence.type', { kind: 'reply' })
  await inRow('Replying: Sizwe Khumalo').waitFor()
  await page.getByText('Sizwe Khumalo is replying…').waitFor()
  expect(await status().filter({ hasText: 'Sizwe Khumalo is replying…' }).count()).toBe(1)
  expect(await violations(page)).toEqual(without)
  if (process.env.PICTURES) {
    await page.screenshot({ path: `${process.env.PICTURES}/presence-1440.png` })
    await page.setViewportSize({ width: 390, height: 844 })
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Close' }).first().click()
    await says('presence.type', { kind: 'reply' })
    await page.screenshot({ path: `${process.env.PICTURES}/presence-390.png` })
    await page.setViewportSize({ width: 1440, height: 900 })
  }
  await says('presence.type', { kind: 'note' })
  await page.getByText('Sizwe Khumalo is writing a note…').waitFor()
})

it('who goes is shown no more, and who leaves the page is gone for others', async () => {
  await says('presence.view', { conversationId: null })
  await inRow('Sizwe Khumalo').waitFor({ state: 'detached' })
  await page.goto(`${trunkline.url}/settings/inboxes`)
  await aishaIs('gone')
})
