import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { startWhatsappFake, type WhatsappFake } from '../fakes/whatsapp.ts'
import { connectLive, type LiveClient } from '../live.ts'
import { loadPages } from '../pages.ts'
import { closeBrowserOf, signedInPage } from '../signed-in-page.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

type Draft = { kind: string; text: string; version: number; inboxId: string | null }
type Listed = { conversationId: string; contactName: string; kind: string; preview: string }

const secrets = {
  phoneNumberId: '1061234567',
  accessToken: 'token',
  appSecret: 'secret',
  verifyToken: 'verify',
}
let trunkline: Trunkline
let fake: WhatsappFake
let inbox: { id: string; hookUrl: string }
let agent: Member
let colleague: Member
let screen: LiveClient
let phones = 100

beforeAll(async () => {
  trunkline = await startTrunkline({ pages: await loadPages() })
  fake = await startWhatsappFake({ ...secrets, autoReceipts: true })
  inbox = await trunkline.inbox('whatsapp', { ...secrets, apiUrl: fake.url })
  fake.setHookUrl(inbox.hookUrl)
  agent = await trunkline.member({ name: 'Aisha' })
  colleague = await trunkline.member({ name: 'Bongani', inboxIds: [inbox.id] })
  screen = await connectLive(trunkline.url, agent.cookie)
}, 240_000)
afterAll(async () => {
  screen?.close()
  await fake?.stop()
  await trunkline?.close()
})

async function conversation(name: string): Promise<string> {
  const text = `hello from ${name}`
  fake.customerSays({ phone: `+27821230${phones++}`, name, text })
  const told = await screen.told('event', event => (event.message as { text: string } | null)?.text === text)
  return told.conversationId as string
}
const put = (as: Member, id: string, kind: string, text: string, version: number, more = {}) =>
  trunkline.call<Draft>(as, 'PUT', `/api/conversations/${id}/drafts/${kind}`, { text, version, ...more })
const mine = async (as: Member) =>
  (await trunkline.call<{ items: Listed[] }>(as, 'GET', '/api/me/drafts')).body.items
const draftsIn = async (as: Member, id: string) =>
  (await trunkline.call<{ drafts: Draft[] }>(as, 'GET', `/api/conversations/${id}`)).body.drafts

describe('drafts on the server', () => {
  it('keeps the newest version, whatever order they come in', async () => {
    const id = await conversation('Thandi')
    expect((await put(agent, id, 'reply', 'Good mor', 5)).body).toMatchObject({
      text: 'Good mor',
      version: 5,
    })
    expect((await put(agent, id, 'reply', 'Good morning', 9, { inboxId: inbox.id })).status).toBe(200)
    const late = await put(agent, id, 'reply', 'Good', 4)
    expect(late).toMatchObject({ status: 200, body: { text: 'Good morning', version: 9, inboxId: inbox.id } })
    expect(await draftsIn(agent, id)).toMatchObject([{ kind: 'reply', text: 'Good morning' }])
  })

  it('never mixes a reply with a note, nor one member with another', async () => {
    const id = await conversation('Pieter')
    await put(agent, id, 'reply', 'for the customer', 1)
    await put(agent, id, 'note', 'between us', 1)
    await put(colleague, id, 'reply', 'mine', 1)
    expect(await draftsIn(agent, id)).toMatchObject([
      { kind: 'note', text: 'between us' },
      { kind: 'reply', text: 'for the customer' },
    ])
    expect(await draftsIn(colleague, id)).toMatchObject([{ kind: 'reply', text: 'mine' }])
    expect((await put(agent, id, 'comment', 'x', 1)).status).toBe(404)
  })

  it('lists what one has begun, newest first, and not what was emptied', async () => {
    const [first, second, third] = [
      await conversation('Lerato'),
      await conversation('Sipho'),
      await conversation('Johan'),
    ]
    for (const id of [first, second, third]) await put(agent, id, 'reply', `begun ${id}`, 1)
    await put(agent, second, 'reply', '  ', 2)
    const listed = (await mine(agent)).map(each => each.contactName)
    expect(listed.slice(0, 2)).toEqual(['Johan', 'Lerato'])
    expect(listed).not.toContain('Sipho')
    const dropped = await trunkline.call(agent, 'DELETE', `/api/conversations/${third}/drafts/reply`)
    expect(dropped.status).toBe(204)
    expect((await mine(agent))[0]?.contactName).toBe('Lerato')
  })

  it('ends with the answer, and what an offline device still holds does not bring it back', async () => {
    const id = await conversation('Fatima')
    await put(agent, id, 'reply', 'See you', 10)
    const body = { id: newId(), text: 'See you soon', inboxId: inbox.id, lastSeenSeq: 99 }
    const sent = await trunkline.call(agent, 'POST', `/api/conversations/${id}/replies`, body)
    expect(sent.status).toBe(201)
    expect(await draftsIn(agent, id)).toMatchObject([{ text: '', version: 11 }])
    expect((await put(agent, id, 'reply', 'See', 8)).body.text).toBe('')
  })

  it('that was begun after an answer that waited for the network stays when that answer arrives', async () => {
    const id = await conversation('Naledi')
    const waited = { id: newId(), text: 'Written offline', inboxId: inbox.id, lastSeenSeq: 99 }
    await put(agent, id, 'reply', 'Begun since', Date.now() + 1_000)
    expect((await trunkline.call(agent, 'POST', `/api/conversations/${id}/replies`, waited)).status).toBe(201)
    expect(await draftsIn(agent, id)).toMatchObject([{ text: 'Begun since' }])
  })

  it('is out of reach for who lost the conversation, and bad input gets a clear answer', async () => {
    const id = await conversation('Ayesha')
    const stranger = await trunkline.member({ name: 'Lwazi', inboxIds: [] })
    expect((await put(stranger, id, 'reply', 'x', 1)).status).toBe(404)
    expect((await put(agent, newId(), 'reply', 'x', 1)).status).toBe(404)
    expect((await put(agent, id, 'reply', 'x', 1, { inboxId: newId() })).status).toBe(404)
    expect((await put(agent, id, 'reply', 'x'.repeat(100_001), 1)).status).toBe(422)
    expect((await put(agent, id, 'reply', 'x', 0)).status).toBe(422)
    expect((await put(agent, id, 'reply', 'a\0b', 2)).body.text).toBe('ab')
    await put(colleague, id, 'reply', 'still here', 1)
    await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
      tx.query('DELETE FROM inbox_access WHERE member_id = $1', [colleague.id]),
    )
    await trunkline.known(colleague)
    expect(await mine(colleague)).toEqual([])
    expect((await put(colleague, id, 'reply', 'gone', 2)).status).toBe(404)
  })
})

describe('drafts on the screen', () => {
  const box = (page: Page) => page.getByRole('textbox', { name: /Write to|A note/ })
  const saved = (page: Page) =>
    page.waitForResponse(answer => answer.request().method() === 'PUT' && answer.url().includes('/drafts/'))

  it('survive a reload and turn up in another browser; going on there wins here', async () => {
    const id = await conversation('Priya')
    const here = await signedInPage(trunkline, agent)
    const there = await signedInPage(trunkline, agent)
    try {
      const address = `${trunkline.url}/inbox/open/${id}`
      await here.goto(address)
      const kept = saved(here)
      await box(here).fill('Your router needs')
      await kept
      await box(here).press('End')
      await box(here).pressSequentially(' a restart')
      // No wait: the page goes before the last keys were sent.
      await here.reload()
      await box(here).waitFor()
      expect(await box(here).inputValue()).toBe('Your router needs a restart')
      await expect.poll(async () => (await draftsIn(agent, id))[0]?.text).toBe('Your router needs a restart')

      await there.goto(address)
      await expect.poll(() => box(there).inputValue()).toBe('Your router needs a restart')
      const goneOn = saved(there)
      await box(there).fill('Your router needs a restart, please.')
      await goneOn
      await here.reload()
      await expect.poll(() => box(here).inputValue()).toBe('Your router needs a restart, please.')
      await here.getByRole('button', { name: 'Note', exact: true }).click()
      expect(await box(here).inputValue()).toBe('')
    } finally {
      await closeBrowserOf(here)
      await closeBrowserOf(there)
    }
  }, 120_000)

  it('are the same in two tabs, key by key, without asking the server', async () => {
    const id = await conversation('Zanele')
    const page = await signedInPage(trunkline, agent)
    try {
      const address = `${trunkline.url}/inbox/open/${id}`
      await page.goto(address)
      await box(page).waitFor()
      const tab = await page.context().newPage()
      await tab.goto(address)
      await box(tab).waitFor()
      await page.context().setOffline(true)
      await box(page).fill('begun in one')
      await expect.poll(() => box(tab).inputValue()).toBe('begun in one')
      await box(tab).fill('begun in one, ended in the other')
      await expect.poll(() => box(page).inputValue()).toBe('begun in one, ended in the other')
    } finally {
      await closeBrowserOf(page)
    }
  }, 120_000)

  it('are kept while there is no network, and show in the list', async () => {
    const id = await conversation('Kabelo')
    const page = await signedInPage(trunkline, agent)
    try {
      await page.goto(`${trunkline.url}/inbox/open/${id}`)
      await box(page).waitFor()
      await page.context().setOffline(true)
      await box(page).fill('written in a tunnel')
      await page
        .getByRole('link', { name: /Kabelo/ })
        .getByText('Draft')
        .waitFor()
      const kept = saved(page)
      await page.context().setOffline(false)
      await kept
      expect(await draftsIn(agent, id)).toMatchObject([{ kind: 'reply', text: 'written in a tunnel' }])
    } finally {
      await closeBrowserOf(page)
    }
  }, 120_000)

  it('come back when an answer is undone, and the answer never leaves', async () => {
    const id = await conversation('Nomsa')
    const page = await signedInPage(trunkline, agent)
    try {
      await page.addInitScript({ content: `localStorage.setItem('trunkline:undo-seconds', '20')` })
      await page.goto(`${trunkline.url}/inbox/open/${id}`)
      await box(page).fill('Sent too soon')
      await page.keyboard.press('Control+Enter')
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect.poll(() => box(page).inputValue()).toBe('Sent too soon')
      await page.getByRole('article').getByText('Sent too soon').waitFor({ state: 'detached' })
      expect(fake.ledger.map(sent => sent.text)).not.toContain('Sent too soon')

      await page.getByRole('button', { name: 'Send later' }).click()
      await page.getByRole('menuitem', { name: /Tomorrow/ }).click()
      await page.getByText(/Will be sent/).waitFor()
      await page.getByRole('button', { name: 'Send now' }).click()
      await page.getByText('Read', { exact: true }).waitFor()
      expect(fake.ledger.map(sent => sent.text)).toContain('Sent too soon')
    } finally {
      await closeBrowserOf(page)
    }
  }, 120_000)
})
