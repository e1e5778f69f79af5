/** The list of customers, through the eyes of those who see more or less of it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { type CustomersScene, fillCustomers } from '../customers-scene.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

type Row = {
  id: string
  number: string
  name: string
  status: string
  phone: string | null
  email: string | null
  logins: string[]
  plans: string[]
  balance: { minor: number; currency: string } | null
  lines: { all: number; online: number }
  openTickets: number
  lastActivityAt: string | null
}
type Page = { items: Row[]; next: string | null; detail?: string }

let trunkline: Trunkline
let scene: CustomersScene
let agent: Member
let network: Member
let field: Member
let reseller: Member

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  scene = await fillCustomers(trunkline)
  agent = await trunkline.member({ name: 'Aisha' })
  network = await trunkline.member({ name: 'Nelson', role: 'network' })
  field = await trunkline.member({ name: 'Femi', role: 'field' })
  reseller = await trunkline.member({ name: 'Rita', role: 'reseller' })
  await scene.query('UPDATE customers SET reseller_id = $2 WHERE id = $1', [scene.ids.sipho, reseller.id])
})
afterAll(() => trunkline?.close())

const list = async (as: Member, query: Record<string, string> = {}) =>
  (await trunkline.call<Page>(as, 'GET', `/api/customers/list?${new URLSearchParams(query)}`)).body
const names = async (as: Member, query: Record<string, string> = {}) =>
  (await list(as, query)).items.map(row => row.name.split(' ')[0])
const csv = async (as: Member, query: Record<string, string> = {}) => {
  const answer = await fetch(`${trunkline.url}/api/customers/export?${new URLSearchParams(query)}`, {
    headers: { cookie: as.cookie },
  })
  return { status: answer.status, text: await answer.text(), type: answer.headers.get('content-type') }
}

it('says of each customer what a desk needs at a glance', async () => {
  const { items, next } = await list(agent)
  expect(next).toBeNull()
  expect(items.map(row => row.name)).toEqual([
    "=Liam O'Connor",
    'Priya Naidoo',
    'Sipho Ndlovu',
    'Thandi Mokoena',
  ])
  expect(items.at(-1)).toMatchObject({
    number: 'C-1001',
    status: 'active',
    phone: '+27821230001',
    logins: ['thandi@isp'],
    plans: ['Fibre 50'],
    balance: { minor: 46_900, currency: 'ZAR' },
    lines: { all: 1, online: 1 },
    openTickets: 0,
  })
  expect(items[0]).toMatchObject({ status: 'none', lines: { all: 0, online: 0 }, lastActivityAt: null })
  expect(items[2]?.status).toBe('suspended')
})

it.each([
  ['a part of the name', { q: 'okoe' }, ['Thandi']],
  ['a number', { q: 'c-1002' }, ['Sipho']],
  ['a phone as people write it', { q: '082 123 0003' }, ['Priya']],
  ['the last digits of a phone', { q: '30001' }, ['Thandi']],
  ['an email', { q: 'sipho@home' }, ['Sipho']],
  ['a login', { q: 'priya@isp' }, ['Priya']],
  ['nothing anybody has', { q: 'nobody' }, []],
  ['wildcards, which stand for themselves', { q: '%' }, []],
  ['how they stand', { status: 'suspended' }, ['Sipho']],
  ['those without a service', { status: 'none' }, ['=Liam']],
  ['a line that is up', { online: 'yes' }, ['Sipho', 'Thandi']],
  ['no line that is up', { online: 'no' }, ['=Liam', 'Priya']],
  ['owing', { owing: 'yes' }, ['Thandi']],
  ['several at once', { online: 'yes', owing: 'yes', q: 'thandi' }, ['Thandi']],
])('finds by %s', async (_what, query, found) => {
  expect(await names(agent, query as unknown as Record<string, string>)).toEqual(found)
})

it.each([
  ['name', ['=Liam', 'Priya', 'Sipho', 'Thandi']],
  ['-name', ['Thandi', 'Sipho', 'Priya', '=Liam']],
  ['number', ['Thandi', 'Sipho', 'Priya', '=Liam']],
  ['balance', ['Priya', undefined, undefined, 'Thandi']],
  ['-balance', ['Thandi', undefined, undefined, 'Priya']],
  ['created', [undefined, undefined, undefined, undefined]],
  ['-created', [undefined, undefined, undefined, undefined]],
])('sorted by %s, its pages hold every customer once', async (sort, expected) => {
  const paged: string[] = []
  for (let cursor = ''; ; ) {
    const page = await list(agent, { sort, limit: '1', ...(cursor ? { cursor } : {}) })
    expect(page.items).toHaveLength(1)
    paged.push(...page.items.map(row => row.name.split(' ')[0] ?? ''))
    if (!page.next) break
    cursor = page.next
  }
  expect(paged).toEqual(await names(agent, { sort }))
  expect([...paged].sort()).toEqual(['=Liam', 'Priya', 'Sipho', 'Thandi'])
  for (const [at, name] of expected.entries()) if (name) expect(paged[at]).toBe(name)
})

it('numbers are in the order people count, and a cursor of another order is refused', async () => {
  await scene.query(`UPDATE customers SET number = 'C-999' WHERE id = $1`, [scene.ids.liam])
  expect((await names(agent, { sort: 'number' }))[0]).toBe('=Liam')
  const { next } = await list(agent, { sort: 'name', limit: '1' })
  const answer = await trunkline.call<Page>(agent, 'GET', `/api/customers/list?sort=balance&cursor=${next}`)
  expect(answer).toMatchObject({ status: 422 })
  expect(answer.body.detail).toContain('this cursor is not one of ours')
})

it('those who see no balances get none, and cannot learn them from order, filter or file', async () => {
  expect((await list(network)).items.every(row => row.balance === null)).toBe(true)
  for (const query of ['sort=balance', 'sort=-balance', 'owing=yes']) {
    expect((await trunkline.call(network, 'GET', `/api/customers/list?${query}`)).status).toBe(403)
    expect((await csv(network, Object.fromEntries([query.split('=')]))).status).toBe(403)
  }
  expect((await csv(network)).text).not.toContain('469')
})

it('addresses are masked for those who may not see them, who cannot find by them either', async () => {
  const thandi = (await list(field)).items.find(row => row.id === scene.ids.thandi)
  expect(thandi).toMatchObject({ phone: '+27821230001', email: 't•••••@home.example', balance: null })
  expect(await names(field, { q: 'thandi@home' })).toEqual([])
})

it('a reseller sees, finds and exports their own customers alone', async () => {
  expect(await names(reseller)).toEqual(['Sipho'])
  expect(await names(reseller, { q: 'Thandi' })).toEqual([])
  const { text } = await csv(reseller)
  expect(text.trim().split('\r\n')).toHaveLength(2)
  expect(text).not.toContain('Thandi')
})

it('the file holds what the filter shows, in cells no spreadsheet runs', async () => {
  const { status, type, text } = await csv(agent, { sort: '-balance' })
  expect([status, type]).toEqual([200, 'text/csv; charset=utf-8'])
  const lines = text.trim().split('\r\n')
  expect(lines[0]).toMatch(/^number,name,status,phone,email,logins,plans,balance,currency,/)
  expect(lines).toHaveLength(5)
  expect(lines[1]).toContain(`C-1001,Thandi Mokoena,active,"'+27821230001",thandi@home.example`)
  expect(lines[1]).toContain(',469.00,ZAR,')
  expect(text).toContain(`"'=Liam O'Connor"`)
  expect(text).toContain(',-20.00,ZAR,')
  expect((await csv(agent, { status: 'suspended' })).text.trim().split('\r\n')).toHaveLength(2)
  const trail = await scene.query<{ after: object }>(
    `SELECT after FROM audit WHERE action = 'customers.export' ORDER BY seq DESC LIMIT 1`,
  )
  expect(trail[0]?.after).toMatchObject({ status: 'suspended', rows: 1 })
})

it('the file goes on beyond one page of rows', async () => {
  const other = await trunkline.otherTenant()
  const owner = await trunkline.member({ role: 'owner', tenantId: other })
  await trunkline.app.db.withTenant(other, tx =>
    tx.query(
      `INSERT INTO customers (id, number, name) SELECT gen_random_uuid(), 'C-' || n, 'Customer ' || n
       FROM generate_series(1, 1500) n`,
    ),
  )
  expect((await csv(owner, { sort: 'number' })).text.trim().split('\r\n')).toHaveLength(1_501)
})

it('the search for linking is as it was', async () => {
  const { body } = await trunkline.call<{ items: Row[] }>(agent, 'GET', '/api/customers?q=sipho')
  expect(body.items.map(hit => hit.id)).toEqual([scene.ids.sipho])
})

it('without the right there is no list, and another provider has none of these', async () => {
  const stranger = await trunkline.member({ role: 'owner', tenantId: await trunkline.otherTenant() })
  expect((await list(stranger)).items).toEqual([])
  const missing = await trunkline.call(stranger, 'GET', `/api/customers/${scene.ids.thandi}`)
  const never = await trunkline.call(stranger, 'GET', `/api/customers/${newId()}`)
  expect([missing.status, never.status]).toEqual([404, 404])
})
