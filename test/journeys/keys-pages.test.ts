/** Pages for other programs and for the record, as a person uses them: keys, webhooks, audit. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../axe.ts'
import { openBrowser } from '../browser.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../fakes/webhook-receiver.ts'
import { loadPages } from '../pages.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let receiver: WebhookReceiver
let browser: Browser
let page: Page
let admin: Member

beforeAll(async () => {
  ;[browser, receiver] = await Promise.all([openBrowser(), startWebhookReceiver()])
  trunkline = await startTrunkline({ pages: await loadPages(), roles: ['web'] })
  admin = await trunkline.member({ name: 'Nomsa Dube', role: 'admin' })
  const viewport = { width: 1440, height: 900 }
  page = await (await browser.newContext({ viewport, reducedMotion: 'reduce' })).newPage()
  page.setDefaultTimeout(12_000)
  await page.goto(`${trunkline.url}/sign-in?next=/settings/keys`)
  await page.getByLabel('Email').fill(admin.email)
  await page.getByLabel('Password').fill(admin.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'API keys' }).waitFor()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await trunkline?.close()
  await receiver?.stop()
})

const dialog = () => page.getByRole('dialog')
const shownOnce = async (start: string) =>
  String(await dialog().getByText(start, { exact: false }).first().textContent()).trim()
const askWith = (key: string) =>
  fetch(`${trunkline.url}/api/permissions`, { headers: { authorization: `Bearer ${key}` } })

it('makes a key that works, shows it once, and revokes it', async () => {
  await page.getByText('No key yet').waitFor()
  await page.getByRole('button', { name: 'Make a key' }).click()
  await dialog().getByLabel('Name').fill('Billing export')
  await dialog().getByRole('button', { name: 'Make key' }).click()
  await dialog().getByText('Choose at least one').waitFor()
  await dialog().getByLabel('See who works here').check()
  await dialog().getByLabel('Works from').fill('10.0.0.300')
  await dialog().getByRole('button', { name: 'Make key' }).click()
  await dialog().getByRole('alert').filter({ hasText: '10.0.0.300' }).waitFor()
  await dialog().getByLabel('Works from').fill('127.0.0.0/8')
  await dialog().getByRole('button', { name: 'Make key' }).click()
  await page.getByRole('heading', { name: 'Your key' }).waitFor()
  const key = await shownOnce('tl_')
  await dialog().getByRole('button', { name: 'I have kept it' }).click()
  expect((await askWith(key)).status).toBe(200)

  const row = page.getByRole('row', { name: /Billing export/ })
  await row.getByText('127.0.0.0/8').waitFor()
  expect(await page.content()).not.toContain(key)
  await row.getByRole('button', { name: 'Revoke Billing export' }).click()
  await page.getByRole('alertdialog').or(dialog()).getByRole('button', { name: 'Revoke key' }).click()
  await page.getByRole('button', { name: 'Show 1 revoked' }).waitFor()
  // Who a key is, is looked up anew every few seconds.
  await expect.poll(async () => (await askWith(key)).status, { timeout: 20_000 }).toBe(401)
})

it('adds a webhook, shows its secret once, and sends a test that its receiver believes', async () => {
  await page.goto(`${trunkline.url}/settings/webhooks`)
  await page.getByRole('link', { name: 'Add webhook' }).click()
  await page.getByLabel('Name').fill('Monitoring')
  await page.getByRole('textbox', { name: 'Address' }).fill('http://nowhere.invalid/hook')
  await page.getByRole('checkbox', { name: /Every event/ }).uncheck()
  await page.getByRole('checkbox', { name: /A line went down/ }).check()
  await page.getByRole('button', { name: 'Add webhook' }).click()
  await page.getByRole('alert').waitFor()
  await page.getByRole('textbox', { name: 'Address' }).fill(receiver.url)
  await page.getByRole('button', { name: 'Add webhook' }).click()
  await page.getByRole('heading', { name: 'The signing secret' }).waitFor()
  receiver.trust(await shownOnce('whsec_'))
  await dialog().getByRole('button', { name: 'I have kept it' }).click()
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('Accepted:').waitFor()
  expect(receiver.ledger.map(told => told.type)).toEqual(['webhook.test'])
  receiver.failNext(503)
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('Not accepted:').waitFor()
})

it('switches a webhook off and on again, and says so on top', async () => {
  await page.getByRole('button', { name: 'More for Monitoring' }).click()
  await page.getByRole('menuitem', { name: 'Switch off' }).click()
  await page.getByText('Switched off by Nomsa Dube.').waitFor()
  await page.getByRole('button', { name: 'Switch on again' }).click()
  await page.getByText('Nothing told yet').first().waitFor()
})

it('tells who did all this, filters by the address, and shows before and after', async () => {
  await page.goto(`${trunkline.url}/settings/audit?q=billing`)
  await page.getByRole('button', { name: 'Revoked an API key' }).waitFor()
  expect(await page.getByRole('button', { name: 'Added a webhook' }).count()).toBe(0)
  await page.getByLabel('Search names and words').fill('monitoring')
  await page.getByRole('button', { name: 'Added a webhook' }).waitFor()
  expect(page.url()).toContain('q=monitoring')
  const changed = page.getByRole('button', { name: 'Changed a webhook' }).first()
  await changed.click()
  const enabled = page.getByRole('table', { name: 'Before and after' }).getByRole('row', { name: /Enabled/ })
  expect(await enabled.getByRole('cell').allTextContents()).toEqual(['no', 'yes'])
  await page.getByLabel('Search names and words').fill('no such thing')
  await page.getByText('Nothing fits').waitFor()
  await page.getByRole('button', { name: 'Show everything' }).click()
  await page.getByRole('button', { name: 'Revoked an API key' }).waitFor()
})

it('exports what is shown as a file, and that stands in the trail', async () => {
  await page.goto(`${trunkline.url}/settings/audit?action=keys.create`)
  await page.getByRole('button', { name: 'Made an API key' }).waitFor()
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: /CSV/ }).click()
  const chunks: Buffer[] = []
  for await (const chunk of await (await downloading).createReadStream()) chunks.push(chunk as Buffer)
  const lines = String(Buffer.concat(chunks)).trim().split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain('Billing export')
  await page.goto(`${trunkline.url}/settings/audit`)
  await page.getByRole('button', { name: 'Exported the audit trail' }).waitFor()
})

it('is accessible: WCAG 2.2 AA by axe, in light and dark', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const path of [
      '/settings/keys',
      '/settings/webhooks',
      '/settings/webhooks/new',
      '/settings/audit',
    ]) {
      await page.goto(`${trunkline.url}${path}`, { waitUntil: 'networkidle' })
      expect(await violations(page), `${path} in ${colorScheme}`).toEqual([])
    }
    await page.goto(`${trunkline.url}/settings/webhooks`)
    await page.getByRole('link', { name: 'Monitoring' }).click()
    await page.getByRole('button', { name: 'Send a test' }).waitFor()
    expect(await violations(page), `a webhook in ${colorScheme}`).toEqual([])
  }
})

it('fits a phone', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of ['/settings/keys', '/settings/webhooks', '/settings/audit']) {
    await page.goto(`${trunkline.url}${path}`, { waitUntil: 'networkidle' })
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await page.evaluate(overflow), path).toBe(0)
  }
})
