import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let lead: Member
let page: Page
let ids: string[]

beforeAll(async () => {
  trunkline = await startTrunkline({ pages: await loadPages(), roles: ['web', 'worker'] })
  const sms = { accountSid: `AC${'6'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234530' }
  const { id: inboxId } = await trunkline.inbox('sms', sms)
  lead = await trunkline.member({ name: 'Thandi', role: 'supervisor' })
  ids = await trunkline.app.db.withTenant(trunkline.tenantId, async tx => {
    await tx.query(`INSERT INTO labels (id, name) VALUES ($1, 'Fibre')`, [newId()])
    const made = []
    for (const name of ['Anele Nkosi', 'Busi Zulu', 'Chris Adams', 'Dineo Tau']) {
      const id = newId()
      await tx.query('INSERT INTO contacts (id, name) VALUES ($1, $2)', [id, name])
      await tx.query(
        `INSERT INTO conversations (id, contact_id, thread, labels, inbox_ids, last_message_at, last_channel)
         VALUES ($1, $1, 'chat', $2, $3, now(), 'sms')`,
        [id, name.startsWith('D') ? [] : ['Fibre'], [inboxId]],
      )
      made.push(id)
    }
    return made
  })
  page = await signedInPage(trunkline, lead)
})
afterAll(async () => {
  await closeBrowserOf(page)
  await trunkline.close()
})

const list = () => page.getByRole('region', { name: 'Conversations' })
const row = (name: string) => list().getByRole('link', { name })

it('a view is made with the editor, has an address, and rows enter and leave it live', async () => {
  await page.goto(`${trunkline.url}/inbox/open`)
  await row('Dineo Tau').waitFor()
  await page.getByRole('button', { name: 'New view' }).click()
  const editor = page.getByRole('dialog')
  await editor.getByLabel('Name', { exact: true }).fill('Fibre work')
  await editor.getByRole('button', { name: 'Add a condition' }).click()
  await editor.getByLabel('Value', { exact: true }).last().selectOption({ label: 'Fibre' })
  await editor.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL(/\/inbox\/v\/[0-9a-f-]{36}$/)
  await row('Anele Nkosi').waitFor()
  expect(await row('Dineo Tau').count()).toBe(0)
  await page.reload()
  await row('Busi Zulu').waitFor()
  const change = (id: string, labels: object) =>
    trunkline.call(lead, 'PATCH', `/api/conversations/${id}`, { labels })
  expect((await change(ids[3] ?? '', { add: ['Fibre'] })).status).toBeLessThan(300)
  await row('Dineo Tau').waitFor()
  expect((await change(ids[3] ?? '', { remove: ['Fibre'] })).status).toBeLessThan(300)
  await row('Dineo Tau').waitFor({ state: 'detached' })
})

it('everything in the view is resolved at once, and put back', async () => {
  await page.getByRole('button', { name: 'Select several' }).click()
  await row('Chris Adams').click()
  await list().getByText('1 selected').waitFor()
  await page.getByRole('button', { name: 'Select all matching' }).click()
  await page.getByRole('button', { name: 'Resolve' }).click()
  await list().getByText('3 changed').waitFor()
  // Under the pointer rows stay where they are.
  await page.mouse.move(1_200, 500)
  await row('Anele Nkosi').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await list().getByText('3 put back').waitFor()
  await row('Anele Nkosi').waitFor()
})
