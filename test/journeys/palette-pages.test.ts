/** The palette, by keyboard alone. */
import pg from 'pg'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { violations } from '../axe.ts'
import type { Trunkline } from '../trunkline.ts'
import { openTwoScreens, type TwoScreens } from '../two-screens.ts'

let scene: TwoScreens
let page: Page

beforeAll(async () => {
  scene = await openTwoScreens(['Nandi Example', 'Sipho Example'])
  page = scene.manager
  const { trunkline, lerato, ids } = scene
  await trunkline.call(lerato, 'POST', '/api/labels', { name: 'Fibre cut', colour: 'red' })
  await inSouthAfrica(trunkline)
  await trunkline.app.db.withTenant(trunkline.tenantId, async tx => {
    const customerId = newId()
    await tx.query(
      `INSERT INTO customers (id, number, name, phone) VALUES ($1, 'C-1042', 'Sipho Customer', '+27821230007')`,
      [customerId],
    )
    await tx.query(
      "INSERT INTO contact_customers (contact_id, customer_id, evidence) VALUES ($1, $2, 'agent')",
      [ids[1], customerId],
    )
  })
  await page.goto(`${trunkline.url}/inbox/open/${ids[0]}`)
  await page.getByRole('heading', { name: 'Nandi Example' }).waitFor()
}, 240_000)
afterAll(() => scene?.close())

/** Numbers may be written as there, without a country. */
async function inSouthAfrica({ ownerUrl, tenantId }: Trunkline): Promise<void> {
  const installation = new pg.Client({ connectionString: ownerUrl })
  await installation.connect()
  await installation.query(`UPDATE tenants SET locale = 'en-ZA' WHERE tenant_id = $1`, [tenantId])
  await installation.end()
}

const field = () => page.getByRole('combobox', { name: 'Find and do anything' })
const option = (name: string | RegExp) => page.getByRole('option', { name })
const standsOn = (name: RegExp) =>
  expect
    .poll(() => page.getByRole('option', { selected: true }).textContent(), { timeout: 10_000 })
    .toMatch(name)
async function open() {
  await page.keyboard.press('Control+k')
  await field().waitFor()
}
const closed = () => page.getByRole('dialog').waitFor({ state: 'detached' })
const inDatabase = async () =>
  (
    await scene.trunkline.call<{
      conversation: {
        labels: string[]
        snoozedUntil: string | null
        status: string
        assignee: { name: string } | null
      }
    }>(scene.lerato, 'GET', `/api/conversations/${scene.ids[0]}`)
  ).body.conversation

it('opens with one chord, also while one types, and Escape leads back to where one was', async () => {
  await page.keyboard.press('n')
  await page.getByRole('textbox').last().fill('Half a note')
  await open()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await closed()
  await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA')
  await page.getByRole('textbox').last().fill('')
  await open()
  await page.keyboard.press('Control+k')
  await closed()
})

it('once fetched it is there without another question to the server', async () => {
  const asked: string[] = []
  page.on('request', request => asked.push(request.url()))
  await page.locator('body').click()
  const openedMs = await page.evaluate(`new Promise(done => {
    const at = performance.now()
    new MutationObserver((_, watch) => {
      if (!document.querySelector('[role=combobox]')) return
      watch.disconnect()
      done(performance.now() - at)
    }).observe(document.body, { childList: true, subtree: true })
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', code: 'KeyK', ctrlKey: true, bubbles: true }))
  })`)
  console.log(`palette: open after ${Math.round(Number(openedMs))} ms`)
  expect(asked.filter(url => url.includes('/_app/'))).toEqual([])
  await page.keyboard.press('Escape')
  await closed()
})

it('does what is typed with a few letters, and shows the key that does the same', async () => {
  await open()
  await page.keyboard.type('reso')
  await standsOn(/Resolve or reopen/)
  expect(
    await option(/Resolve or reopen/)
      .locator('kbd')
      .allTextContents(),
  ).toEqual(['e'])
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /Reopen/ }).waitFor()
  expect((await inDatabase()).status).toBe('resolved')
  await page.keyboard.press('e')
  await page.getByRole('button', { name: /Resolve/ }).waitFor()
})

it('brings the caret to the answer when that is what was chosen', async () => {
  await open()
  await page.keyboard.type('write note')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Sector 2 is full')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('log').getByText('Sector 2 is full').waitFor()
  await page.keyboard.press('Escape')
})

it('labels, snoozes and assigns inside itself', async () => {
  await open()
  await page.keyboard.type('label')
  await page.keyboard.press('Enter')
  await standsOn(/Fibre cut/)
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Enter')
  await option('Fibre cut').getByRole('img', { name: 'set now' }).waitFor()
  // Back to everything, and on to the next.
  await page.keyboard.press('Backspace')
  await field().waitFor()
  await page.keyboard.type('assign to')
  await standsOn(/Assign to…/)
  await page.keyboard.press('Enter')
  await page.keyboard.type('sizwe')
  await standsOn(/Sizwe/)
  await page.keyboard.press('Enter')
  await closed()
  await open()
  await page.keyboard.type('snooze')
  await page.keyboard.press('Enter')
  await page.keyboard.type('tom')
  await standsOn(/Tomorrow/)
  await page.keyboard.press('Enter')
  await closed()
  await expect.poll(inDatabase).toMatchObject({
    labels: ['Fibre cut'],
    assignee: { name: 'Sizwe' },
    snoozedUntil: expect.any(String),
  })
})

it('offers to pick a moment by hand, in the dialog for it', async () => {
  await open()
  await page.keyboard.type('snooze')
  await page.keyboard.press('Enter')
  await page.keyboard.type('pick')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Snooze until' }).waitFor()
  await page.keyboard.press('Escape')
  await closed()
})

it('finds a customer by their phone, however it is written, and keeps it among the recent', async () => {
  for (const spelling of ['082 123 0007', '+27 (82) 123-0007', '27821230007']) {
    await open()
    await page.keyboard.type(spelling)
    await standsOn(/Sipho Customer.*found by phone/)
    await page.keyboard.press('Escape')
    await closed()
  }
  await open()
  await page.keyboard.type('0821230007')
  await standsOn(/Sipho Customer/)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/customers\//)
  await page.getByRole('heading', { name: 'Sipho Customer' }).waitFor()
  await page.goBack()
  await page.getByRole('heading', { name: 'Nandi Example' }).waitFor()
  await open()
  await standsOn(/Sipho Customer/)
  await page.getByRole('group', { name: 'Recent' }).waitFor()
  await page.keyboard.press('Escape')
  await closed()
})

it('goes to pages and settings, and says when nothing fits', async () => {
  await open()
  await page.keyboard.type('keys looks')
  await page.keyboard.press('Enter')
  await page.waitForURL(/keys-and-looks/)
  await open()
  await page.keyboard.type('colours')
  await page.keyboard.press('Enter')
  await page.keyboard.type('zzz')
  await page.getByText('Nothing fits.').waitFor()
  await page.keyboard.press('Escape')
  await field().waitFor()
  await page.keyboard.type('xylophone')
  await standsOn(/Search everything for “xylophone”/)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/search\?q=xylophone/)
})

it('fits a phone, where a button opens it', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${scene.trunkline.url}/inbox/open`)
  await page.getByRole('button', { name: 'Find and do anything' }).click()
  await field().waitFor()
  expect(await violations(page)).toEqual([])
  const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  expect(await page.evaluate(overflow)).toBe(0)
  await option('Go to settings').click()
  await page.waitForURL(/\/settings/)
})
