/** In the browser: one person who was met twice, and who proves to be the customer. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type ContactScene, contactScene } from '../contact-scene.ts'
import { startTwilioFake, type TwilioFake } from '../fakes/twilio.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { startTrunkline, type Trunkline } from '../trunkline.ts'

/** A browser, a server and their database share what the machine has. */
vi.setConfig({ testTimeout: 90_000 })

const account = { accountSid: `AC${'7'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234599' }
const phone = '+27821230555'
let twilio: TwilioFake
let trunkline: Trunkline
let scene: ContactScene
let page: Page

beforeAll(async () => {
  twilio = await startTwilioFake(account)
  trunkline = await startTrunkline({ roles: ['web'], pages: await loadPages() })
  scene = await contactScene(trunkline)
  // The scene's own number reaches nobody: only this one sends.
  await scene.rows('UPDATE inboxes SET enabled = false WHERE channel = $1', ['sms'])
  await trunkline.inbox('sms', { ...account, apiUrl: twilio.url })
  page = await signedInPage(trunkline, await trunkline.member({ name: 'Aisha' }))
  const customer = await scene.customer('Thandi Mokoena', { phone })
  await scene.says('phone', phone, 'my line is down', 'Thandi Mokoena')
  const other = await scene.says('telegram', '80555', `still down, I am ${customer.number}`, 'Thandi Mokoena')
  await page.goto(`${trunkline.url}/inbox/open/${other.conversationId}`)
}, 180_000)
afterAll(async () => {
  await closeBrowserOf(page)
  await trunkline?.close()
  await twilio?.stop()
})

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
const panel = () => page.getByRole('complementary', { name: 'Customer' })

it('says who this could be and why, merges when the agent says so, and takes it back', async () => {
  const card = page.getByRole('region', { name: 'Could be the same person' })
  await card.getByText(/same name/).waitFor()
  await card.getByRole('button', { name: 'Compare' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(phone).waitFor()
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click()
  await panel()
    .getByText(/Merged with Thandi Mokoena by Aisha/)
    .waitFor()
  await page.getByText(/Aisha merged Thandi Mokoena into Thandi Mokoena/).waitFor()
  await panel().getByText(phone).first().waitFor()
  await button('Undo').click()
  await page.getByText(/are two contacts again/).waitFor()
  await card.waitFor()
})

it('walks through verifying a customer, and shows until when it counts', async () => {
  await page
    .getByRole('region', { name: 'May speak for' })
    .getByRole('button', { name: 'Link', exact: true })
    .click()
  await button('Verify').click()
  await page.getByRole('button', { name: /SMS/ }).click()
  const code = page.getByLabel('Code the customer says')
  await code.waitFor()
  const sent = twilio.ledger.at(-1)
  expect(sent).toMatchObject({ to: phone })
  await code.fill(sent?.body.match(/\d{6}/)?.[0] ?? '')
  await button('Check').click()
  await panel()
    .getByText(/Verified as Thandi Mokoena until \d\d:\d\d/)
    .waitFor()
  await page.getByText('Aisha verified them as Thandi Mokoena').waitFor()
})
