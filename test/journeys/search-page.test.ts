/** The search page as a person uses it: by keys, and back again. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { violations } from '../axe.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let page: Page
const inboxId = newId()

beforeAll(async () => {
  trunkline = await startTrunkline({ pages: await loadPages(), roles: ['web'] })
  await fill()
  page = await signedInPage(trunkline, await trunkline.member({ name: 'Nomsa Dube', role: 'admin' }))
  await page.goto(`${trunkline.url}/inbox/open`)
  await page.getByRole('link', { name: 'Search' }).waitFor()
}, 240_000)
afterAll(async () => {
  await closeBrowserOf(page)
  await trunkline?.close()
})

const fill = () =>
  trunkline.app.db.withTenant(trunkline.tenantId, async tx => {
    await tx.query(
      `INSERT INTO inboxes (id, channel, name, account, hook_key, settings) VALUES ($1, 'whatsapp', 'Support', 'a', 'k', 'x')`,
      [inboxId],
    )
    await tx.query(`INSERT INTO customers (id, number, name) VALUES ($1, 'C-1042', 'Priya Naidoo')`, [
      newId(),
    ])
    for (let at = 0; at < 30; at += 1) {
      const [contactId, conversationId] = [newId(), newId()]
      await tx.query('INSERT INTO contacts (id, name) VALUES ($1, $2)', [contactId, `Thandi Mokoena ${at}`])
      await tx.query(
        `INSERT INTO conversations (id, contact_id, thread, inbox_ids, last_message_at, last_channel, last_seq, inbound_count)
          VALUES ($1, $2, 'thread', $3, now(), 'whatsapp', 1, 1)`,
        [conversationId, contactId, [inboxId]],
      )
      await tx.query(
        `INSERT INTO messages (id, conversation_id, seq, direction, channel, inbox_id, text, state, created_at)
          VALUES ($1, $2, 1, 'in', 'whatsapp', $3, $4, 'received', now() - $5 * interval '1 hour')`,
        [newId(), conversationId, inboxId, 'The router shows a <b>red</b> light since this morning', at],
      )
    }
  })

const shown = () => page.locator('a[data-result]')

it('opens with one key, finds while one types, opens with Enter, and is as it was on the way back', async () => {
  await page.keyboard.press('/')
  await page.getByRole('heading', { name: 'To narrow it' }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.type('red lig')
  await page.locator('mark', { hasText: 'light' }).first().waitFor()
  expect(await page.locator('mark').first().textContent()).toBe('red')
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Load more' }).click()
  await expect.poll(() => shown().count()).toBe(30)
  await page.getByLabel('Search everything').focus()
  for (let down = 0; down < 26; down += 1) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/inbox\/open\//)
  await page.goBack()
  await expect.poll(() => shown().count()).toBe(30)
  expect(new URL(page.url()).searchParams.get('q')).toBe('red lig')
  expect(await page.getByLabel('Search everything').inputValue()).toBe('red lig')
  expect(
    await page.locator('section[aria-label=Search] .overflow-y-auto').evaluate(list => list.scrollTop),
  ).toBeGreaterThan(0)
})

it('shows exact hits, says what it does not understand, and remembers what was opened', async () => {
  await page.goto(`${trunkline.url}/search?q=C-1042`)
  await page.getByText('found by customer number').waitFor()
  await page.getByLabel('Search everything').fill('is:sleepy')
  await page.getByText('is: knows open').waitFor()
  await page.getByLabel('Search everything').fill('nobodysaidthis')
  await page.getByText('Nothing found').waitFor()
  await page.getByLabel('Search everything').fill('')
  await page.getByRole('button', { name: 'red lig' }).click()
  await page.locator('mark').first().waitFor()
})

it('fits a phone', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${trunkline.url}/search?q=router`)
  await page.locator('mark').first().waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
})
