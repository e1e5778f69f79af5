/** One customer: the page, and what happened, through the eyes of those who see more or less of it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { type CustomersScene, fillCustomers } from '../customers-scene.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

type Entry = {
  id: string
  kind: string
  type: string
  at: string
  text: string | null
  author: string | null
}
type Page<Item> = { items: Item[]; next: string | null }
type Whole = {
  customer: {
    name: string
    phone: string | null
    balance: { minor: number } | null
    openInvoices: { number: string }[]
    services: { lines: { login: string; online: boolean }[] }[]
  }
  contacts: { name: string; identities: { value: string; optedOutAt: string | null }[] }[]
  latestConversationId: string | null
}

let trunkline: Trunkline
let scene: CustomersScene
let supervisor: Member
let agent: Member
let network: Member
let outsider: Member
let reseller: Member
let thandi: string

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  scene = await fillCustomers(trunkline)
  thandi = scene.ids.thandi
  supervisor = await trunkline.member({ name: 'Sizwe', role: 'supervisor' })
  agent = await trunkline.member({ name: 'Aisha' })
  network = await trunkline.member({ name: 'Nelson', role: 'network' })
  outsider = await trunkline.member({ name: 'Outsider', inboxIds: [] })
  reseller = await trunkline.member({ name: 'Rita', role: 'reseller' })
  await scene.query('UPDATE customers SET reseller_id = $2 WHERE id = $1', [scene.ids.sipho, reseller.id])
})
afterAll(() => trunkline?.close())

const get = async <T>(as: Member, path: string, id = thandi) =>
  (await trunkline.call<T>(as, 'GET', `/api/customers/${id}${path}`)).body
const status = async (as: Member, path: string, id = thandi) =>
  (await trunkline.call(as, 'GET', `/api/customers/${id}${path}`)).status
const typesOf = async (as: Member, kind = '') => {
  const { items } = await get<Page<Entry>>(as, `/timeline?limit=100${kind ? `&kind=${kind}` : ''}`)
  return [...new Set(items.map(entry => entry.type))].sort()
}

it('the page holds who they are, who speaks for them, their lines and their money', async () => {
  const whole = await get<Whole>(agent, '')
  expect(whole).toMatchObject({
    customer: { name: 'Thandi Mokoena', phone: '+27821230001', balance: { minor: 46_900 } },
    latestConversationId: scene.conversationId,
  })
  expect(whole.customer.openInvoices).toHaveLength(2)
  expect(whole.customer.services[0]?.lines[0]).toMatchObject({ login: 'thandi@isp', online: true })
  expect(whole.contacts).toHaveLength(1)
  expect(whole.contacts[0]?.identities[0]?.optedOutAt).not.toBeNull()
})

it('hides money from those who see none, and writers whose conversations are beyond one', async () => {
  const seen = await get<Whole>(network, '')
  expect(seen.customer).toMatchObject({ balance: null, openInvoices: [] })
  expect(await get<Whole>(outsider, '')).toMatchObject({ contacts: [], latestConversationId: null })
})

it('the timeline is newest first, and its pages hold every entry once, whatever their size', async () => {
  const whole = await get<Page<Entry>>(supervisor, '/timeline?limit=100')
  expect(whole.next).toBeNull()
  const times = whole.items.map(entry => entry.at)
  expect(times).toEqual([...times].sort().reverse())
  const paged: string[] = []
  for (let cursor = ''; ; ) {
    const page = await get<Page<Entry>>(supervisor, `/timeline?limit=2${cursor ? `&cursor=${cursor}` : ''}`)
    paged.push(...page.items.map(entry => entry.id))
    if (!page.next) break
    cursor = page.next
  }
  expect(paged).toEqual(whole.items.map(entry => entry.id))
  expect(new Set(paged).size).toBe(paged.length)
})

it('entries of one moment are not lost between pages', async () => {
  await scene.query(
    `INSERT INTO events (id, customer_id, type, at)
     SELECT gen_random_uuid(), $1, 'service.moved', '2026-01-05T10:00:00.123456Z' FROM generate_series(1, 9)`,
    [scene.ids.liam],
  )
  const first = await get<Page<Entry>>(agent, '/timeline?limit=4&kind=changes', scene.ids.liam)
  const more = await get<Page<Entry>>(
    agent,
    `/timeline?limit=50&kind=changes&cursor=${first.next}`,
    scene.ids.liam,
  )
  const ids = [...first.items, ...more.items].map(entry => entry.id)
  expect(new Set(ids).size).toBe(10)
})

it('shows each kind by itself', async () => {
  expect(await typesOf(supervisor, 'messages')).toEqual(['message.in', 'message.note'])
  expect(await typesOf(supervisor, 'billing')).toEqual(['invoice.issued', 'payment.received'])
  expect(await typesOf(supervisor, 'network')).toEqual([
    'session.started',
    'session.stopped',
    'sign-in.rejected',
  ])
  expect(await typesOf(supervisor, 'changes')).toEqual([
    'customer.created',
    'login.created',
    'service.created',
  ])
  expect(await status(supervisor, '/timeline?kind=secrets')).toBe(422)
})

it('who sees no conversation reads none of its words, and who sees no money none of that', async () => {
  expect(await typesOf(outsider, 'messages')).toEqual([])
  expect(JSON.stringify(await get(outsider, '/timeline'))).not.toContain('My line is down')
  expect(await typesOf(network, 'billing')).toEqual([])
  expect(await typesOf(network, 'network')).toContain('session.stopped')
  expect(await get(network, '/invoices')).toEqual({ items: [], next: null })
  expect(await get(network, '/payments')).toEqual({ items: [], next: null })
})

it('a conversation said to be about another customer of the family is not in it', async () => {
  await scene.query('UPDATE conversations SET customer_id = $2 WHERE id = $1', [
    scene.conversationId,
    scene.ids.sipho,
  ])
  expect(await typesOf(supervisor, 'messages')).toEqual([])
  expect((await get<Page<Entry>>(supervisor, '/timeline?kind=messages', scene.ids.sipho)).items).toHaveLength(
    2,
  )
  await scene.query('UPDATE conversations SET customer_id = NULL WHERE id = $1', [scene.conversationId])
})

it('sessions, invoices and payments come newest first and in pages', async () => {
  type Session = {
    login: string
    stoppedAt: string | null
    stopCause: string | null
    nas: string
    mac: string
  }
  const first = await get<Page<Session>>(agent, '/sessions?limit=2')
  expect(first.items[0]).toMatchObject({ login: 'thandi@isp', stoppedAt: null, nas: 'Tower 3' })
  expect(first.items[1]).toMatchObject({ stopCause: 'Lost-Carrier', mac: '02:00:00:00:00:01' })
  const last = await get<Page<Session>>(agent, `/sessions?limit=2&cursor=${first.next}`)
  expect(last).toMatchObject({ next: null, items: [{ login: 'thandi@isp' }] })
  const invoices = await get<Page<{ overdue: boolean; open: { minor: number } }>>(agent, '/invoices')
  expect(invoices.items.map(invoice => invoice.open.minor).sort()).toEqual([20_000, 26_900])
  expect(invoices.items.every(invoice => invoice.overdue)).toBe(true)
  const payments = await get<Page<{ method: string; invoices: string[] }>>(agent, '/payments')
  expect(payments.items).toMatchObject([{ method: 'eft', reference: 'REF-1' }])
  expect(payments.items[0]?.invoices).toHaveLength(1)
})

it('a ticket opened for a customer stands in their list, their timeline and the trail, once', async () => {
  const ticket = { id: newId(), subject: 'No light on the box', priority: 'high' }
  const open = () =>
    trunkline.call<{ number: number }>(agent, 'POST', `/api/customers/${thandi}/tickets`, ticket)
  expect((await open()).status).toBe(201)
  expect((await open()).body.number).toBe(1)
  const { items } = await get<Page<{ subject: string; author: string }>>(agent, '/tickets')
  expect(items).toMatchObject([{ subject: 'No light on the box', author: 'Aisha', priority: 'high' }])
  expect(await typesOf(agent, 'tickets')).toEqual(['ticket.created'])
  const trail = await get<Page<{ action: string }>>(supervisor, '/audit')
  expect(trail.items.filter(row => row.action === 'ticket.created')).toHaveLength(1)
  expect(await status(agent, '/audit')).toBe(403)
  const other = await trunkline.call(reseller, 'POST', `/api/customers/${scene.ids.sipho}/tickets`, ticket)
  expect(other.status).toBe(403)
})

it('comments on tickets are read by those who read tickets', async () => {
  const [ticket] = await scene.query<{ id: string }>('SELECT id FROM tickets WHERE customer_id = $1', [
    thandi,
  ])
  await scene.query(
    `INSERT INTO ticket_events (ticket_id, seq, type, member_id, data) VALUES ($1, 2, 'ticket.commented', $2, $3)`,
    [ticket?.id, agent.id, { text: 'Splice closed' }],
  )
  const { items } = await get<Page<Entry>>(agent, '/timeline?kind=tickets')
  expect(items[0]).toMatchObject({ type: 'ticket.commented', text: 'Splice closed', author: 'Aisha' })
})

it('a reseller has all of their own customers but what is said inside, and nothing of others', async () => {
  const paths = ['', '/timeline', '/sessions', '/invoices', '/payments', '/tickets']
  for (const path of paths) {
    expect([path, await status(reseller, path, scene.ids.sipho)]).toEqual([path, 200])
    expect([path, await status(reseller, path)]).toEqual([path, 404])
  }
  expect(await status(reseller, '/notes', scene.ids.sipho)).toBe(403)
  const { items } = await get<Page<Entry>>(reseller, '/timeline?limit=100', scene.ids.sipho)
  expect(new Set(items.map(entry => entry.kind))).toEqual(new Set(['network', 'changes']))
})
