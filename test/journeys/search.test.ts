import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

type Found = {
  exact: { kind: string; title: string; matched: string; conversationId: string | null }[]
  items: {
    conversationId: string
    contact: { name: string }
    at: string
    parts: { text: string; hit: boolean }[]
  }[]
  next: string | null
  problems: string[]
}
type Said = { at?: string; direction?: string; channel?: string; subject?: string; tenantId?: string }

let trunkline: Trunkline
let owner: Member
const ids: Record<string, string> = {}
const inboxId = newId()
const otherInboxId = newId()
let minute = 0

const run = (text: string, values: unknown[] = [], tenantId = trunkline.tenantId) =>
  trunkline.app.db.withTenant(tenantId, tx => tx.query(text, values))

async function conversation(name: string, inbox = inboxId, more: Record<string, unknown> = {}) {
  const id = newId()
  ids[name] = id
  const contactId = newId()
  ids[`${name} (contact)`] = contactId
  await run('INSERT INTO contacts (id, name) VALUES ($1, $2)', [contactId, name])
  await run(
    `INSERT INTO conversations (id, contact_id, thread, inbox_ids, last_message_at, last_channel, status, labels, assignee_id, snoozed_until)
      VALUES ($1, $2, 'thread', $3, '2026-03-01T00:00:00Z', 'whatsapp', $4, $5, $6, $7)`,
    [id, contactId, [inbox], more.status ?? 'open', more.labels ?? [], more.assigneeId, more.snoozedUntil],
  )
  return id
}

async function say(to: string, text: string, more: Said = {}) {
  minute += 1
  const at = more.at ?? new Date(Date.UTC(2026, 2, 1, 0, minute)).toISOString()
  const id = newId()
  await run(
    `WITH c AS (UPDATE conversations SET last_seq = last_seq + 1, inbound_count = inbound_count + 1,
        last_message_at = greatest(last_message_at, $5) WHERE id = $2 RETURNING last_seq)
      INSERT INTO messages (id, conversation_id, seq, direction, channel, text, subject, state, created_at)
      SELECT $1, $2, c.last_seq, $3, $4, $6, $7, 'received', $5 FROM c`,
    [id, ids[to], more.direction ?? 'in', more.channel ?? 'whatsapp', at, text, more.subject],
  )
  return id
}

const find = async (q: string, as = owner, more = '') => {
  const answer = await trunkline.call<Found>(as, 'GET', `/api/search?q=${encodeURIComponent(q)}${more}`)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
const names = async (q: string, as = owner) => (await find(q, as)).items.map(item => item.contact.name)

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  const installation = new pg.Client({ connectionString: trunkline.ownerUrl })
  await installation.connect()
  await installation.query(`UPDATE tenants SET locale = 'en-ZA' WHERE tenant_id = $1`, [trunkline.tenantId])
  await installation.end()
  for (const [id, name] of [
    [inboxId, 'Support'],
    [otherInboxId, 'Sales'],
  ]) {
    await run(
      `INSERT INTO inboxes (id, channel, name, account, hook_key, settings) VALUES ($1, 'whatsapp', $2, $2, $2, 'x')`,
      [id, name],
    )
  }
  owner = await trunkline.member({ role: 'owner', name: 'Lerato Dube' })
  await tellTheStory()
}, 60_000)
afterAll(() => trunkline.close())

async function tellTheStory() {
  await conversation('Thandi Mokoena', inboxId, { labels: ['Needs visit'], assigneeId: owner.id })
  await say('Thandi Mokoena', 'The router shows no light since this morning')
  await say('Thandi Mokoena', 'Crème brûlée café, wi-fi: gone!')
  await conversation('Pieter van Rooyen', otherInboxId, { status: 'resolved' })
  await say('Pieter van Rooyen', 'Light on the ROUTER is red', { channel: 'sms' })
  await conversation('Mei', inboxId, { snoozedUntil: '2099-01-01T00:00:00Z' })
  await say('Mei', '今日は雨です', { at: '2026-01-15T10:00:00Z' })
  await say('Mei', 'المُودِم لا يعمل', { at: '2026-01-16T10:00:00Z' })
  await say('Mei', 'about my bill', { subject: 'Überweisung fehlt', at: '2026-01-17T10:00:00Z' })
  await bookkeeping()
}

async function bookkeeping() {
  const customerId = newId()
  const [planId, serviceId, loginId, nasId] = [newId(), newId(), newId(), newId()]
  await run(
    `INSERT INTO customers (id, number, name, phone, email) VALUES ($1, 'C-1042', 'Thandi Mokoena', '+27821230001', 'thandi@home.example')`,
    [customerId],
  )
  await run('INSERT INTO contact_customers (contact_id, customer_id, evidence) VALUES ($1, $2, $3)', [
    ids['Thandi Mokoena (contact)'],
    customerId,
    'phone on record',
  ])
  await run(`INSERT INTO identities (id, contact_id, kind, value) VALUES ($1, $2, 'phone', '+27821230001')`, [
    newId(),
    ids['Thandi Mokoena (contact)'],
  ])
  await run(
    `INSERT INTO plans (id, name, down_kbps, up_kbps, price_minor, currency) VALUES ($1, 'F', 1, 1, 1, 'ZAR')`,
    [planId],
  )
  await run('INSERT INTO services (id, customer_id, plan_id) VALUES ($1, $2, $3)', [
    serviceId,
    customerId,
    planId,
  ])
  await run(
    `INSERT INTO logins (id, service_id, customer_id, username, password) VALUES ($1, $2, $3, 'thandi@fernhill', 'x')`,
    [loginId, serviceId, customerId],
  )
  await run(`INSERT INTO nas (id, name, address, secret) VALUES ($1, 'n', '192.0.2.1', 'x')`, [nasId])
  await run(
    `INSERT INTO radius_sessions (id, session_key, nas_id, login_id, customer_id, username, acct_session_id, framed_ip,
        framed_ipv6_prefix, calling_station_id, started_at, updated_at)
      VALUES ($1, 'k', $2, $3, $4, 'thandi@fernhill', '1', '10.20.0.7', '2001:db8:0:aa00::/56', 'AA-BB-CC-DD-EE-01', now(), now())`,
    [newId(), nasId, loginId, customerId],
  )
  await run(
    `INSERT INTO invoices (id, number, customer_id, issued_on, due_on, total_minor, tax_minor, currency)
      VALUES ($1, 'INV-204', $2, '2026-01-01', '2026-02-01', 100, 0, 'ZAR')`,
    [newId(), customerId],
  )
  await run(`INSERT INTO tickets (id, number, customer_id, subject) VALUES ($1, 12, $2, 'No light')`, [
    newId(),
    customerId,
  ])
}

it.each([
  ['+27 82 123 0001', 'phone'],
  ['0027821230001', 'phone'],
  ['082 123 0001', 'phone'],
  ['+27(0)82-123-0001', 'phone'],
  ['THANDI@home.example', 'email'],
  ['c-1042', 'customer number'],
  ['thandi@fernhill', 'login'],
  ['aa:bb:cc:dd:ee:01', 'device address'],
  ['aabb.ccdd.ee01', 'device address'],
  ['AABBCCDDEE01', 'device address'],
  ['10.20.0.7', 'IP address'],
  ['2001:0DB8::AA42:0:0:0:7', 'IP address'],
])('%s finds the customer by %s and leads to their conversation', async (q, matched) => {
  const { exact } = await find(q)
  expect(exact[0]).toMatchObject({
    kind: 'customer',
    title: 'Thandi Mokoena',
    matched,
    conversationId: ids['Thandi Mokoena'],
  })
})

it.each([
  ['inv-204', 'Invoice INV-204'],
  ['#12', '#12 No light'],
  ['12', '#12 No light'],
])('%s finds %s', async (q, title) => {
  expect((await find(q)).exact.map(hit => hit.title)).toContain(title)
})

it.each([
  ['router light', ['Pieter van Rooyen', 'Thandi Mokoena']],
  ['"no light"', ['Thandi Mokoena']],
  ['rou', ['Pieter van Rooyen', 'Thandi Mokoena']],
  ['creme brulee', ['Thandi Mokoena']],
  ['CAFÉ', ['Thandi Mokoena']],
  ['wi-fi', ['Thandi Mokoena']],
  ['今日', ['Mei']],
  ['日は雨', ['Mei']],
  ['雨日', []],
  ['المودم', ['Mei']],
  ['uberweisung', ['Mei']],
  ['van rooy', ['Pieter van Rooyen']],
  ['router channel:sms', ['Pieter van Rooyen']],
  ['router is:open', ['Thandi Mokoena']],
  ['is:resolved', ['Pieter van Rooyen']],
  ['is:snoozed', ['Mei']],
  ['label:"needs visit"', ['Thandi Mokoena']],
  ['assignee:me', ['Thandi Mokoena']],
  ['assignee:lerato', ['Thandi Mokoena']],
  ['assignee:nobody is:open', ['Mei']],
  ['from:pieter', ['Pieter van Rooyen']],
  ['from:"rooyen pieter" router', ['Pieter van Rooyen']],
  ['is:unpaid', ['Thandi Mokoena']],
  ['is:offline', []],
  ['is:unread before:2026-02-01', ['Mei']],
  ['router after:2026-02-01', ['Pieter van Rooyen', 'Thandi Mokoena']],
  ['router before:2026-02-01', []],
  ['has:file', []],
  ["'; DROP TABLE messages; --", []],
  ["router') & !('x", []],
  ['%', []],
  ['<-> & | ! :*', []],
])('%s finds %j', async (q, found) => {
  expect(await names(q)).toEqual(found)
})

it('shows where the words stand, apart from the rest', async () => {
  const { items } = await find('creme')
  expect(items[0]?.parts).toEqual([
    { text: 'Crème', hit: true },
    { text: ' brûlée café, wi-fi: gone!', hit: false },
  ])
})

it('what is not understood is said, and never an error', async () => {
  expect((await find('node:7')).problems[0]).toContain('There is no “node:”')
  expect((await find('is:sleepy')).problems[0]).toContain('is: knows')
  expect((await find('a')).problems).toEqual(['Type two letters or more.'])
  expect(await find('')).toEqual({ exact: [], items: [], next: null, problems: [] })
})

it('a member finds what their inboxes hold, and one without an inbox nothing', async () => {
  const support = await trunkline.member({ inboxIds: [inboxId] })
  const nobody = await trunkline.member({ inboxIds: [] })
  expect(await names('router', support)).toEqual(['Thandi Mokoena'])
  for (const q of ['router', 'van rooyen', 'is:open', 'from:mei', 'is:unpaid']) {
    expect(await names(q, nobody), q).toEqual([])
  }
  expect((await find('+27821230001', nobody)).exact.every(hit => hit.conversationId === null)).toBe(true)
})

it('another provider finds nothing', async () => {
  const stranger = await trunkline.member({ role: 'owner', tenantId: await trunkline.otherTenant() })
  const asked = [
    'router',
    'mei',
    'is:open',
    'C-1042',
    '+27821230001',
    '#12',
    'INV-204',
    '10.20.0.7',
    'aabbccddee01',
  ]
  for (const q of asked) expect(await find(q, stranger), q).toMatchObject({ exact: [], items: [] })
})

it('who may not see numbers and addresses in full finds nobody by them', async () => {
  await conversation('+27 82 999 0001')
  await say('+27 82 999 0001', 'hello there')
  const masked = await trunkline.member({ role: 'supervisor' })
  await run(`INSERT INTO custom_roles (id, name, permissions) VALUES ($1, 'Masked', $2)`, [
    masked.id,
    ['conversations.read', 'customers.read'],
  ])
  await run(`UPDATE members SET role = 'custom', custom_role_id = id WHERE id = $1`, [masked.id])
  await trunkline.known(masked)
  for (const q of ['+27821230001', 'thandi@home.example', '9990001', '999', 'from:999']) {
    expect(await find(q, masked), q).toMatchObject({ exact: [], items: [] })
  }
  expect((await find('999')).items).toHaveLength(1)
  expect((await find('C-1042', masked)).exact).toHaveLength(1)
  expect((await find('is:unpaid', masked)).problems[0]).toContain('needs the right')
})

it('a reseller, who sees no conversations, may not search', async () => {
  const reseller = await trunkline.member({ role: 'reseller' })
  expect((await trunkline.call(reseller, 'GET', '/api/search?q=C-1042')).status).toBe(403)
})

it.each(['paging', 'pagi', 'label:pages'])(
  'pages of %s neither skip nor repeat while messages arrive',
  async q => {
    const all: string[] = []
    for (let at = 0; at < 17; at += 1) {
      const name = `Reader ${q} ${at}`
      await conversation(name, inboxId, { labels: ['pages'] })
      all.push(name)
      for (let twice = 0; twice < 2; twice += 1) await say(name, `paging once more ${twice}`)
    }
    const before = new Set(await everyName(q))
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: Found = await find(q, owner, `&limit=3${cursor ? `&cursor=${cursor}` : ''}`)
      seen.push(...page.items.map(item => item.contact.name))
      cursor = page.next
      // The next ones to be shown are written to, and a new one begins.
      for (const name of all.slice(0, 4)) await say(name, 'paging again', { at: new Date().toISOString() })
    } while (cursor)
    expect(new Set(seen).size).toBe(seen.length)
    expect(new Set(seen)).toEqual(before)
  },
  30_000,
)

async function everyName(q: string): Promise<string[]> {
  const found = await find(q, owner, '&limit=50')
  expect(found.next === null || found.items.length === 50).toBe(true)
  if (found.next === null) return found.items.map(item => item.contact.name)
  const rest = await find(q, owner, `&limit=50&cursor=${found.next}`)
  return [...found.items, ...rest.items].map(item => item.contact.name)
}

it('a word said very often is found to its first mention, behind thousands of others', async () => {
  await conversation('Quiet')
  await say('Quiet', 'gigabit since long', { at: '2025-01-01T00:00:00Z' })
  await conversation('Busy')
  await run(
    `INSERT INTO messages (id, conversation_id, seq, direction, text, state, created_at)
      SELECT gen_random_uuid(), $1, n, 'in', 'gigabit number ' || n, 'received', '2025-06-01'::timestamptz + n * interval '1 second'
      FROM generate_series(1, 3000) n`,
    [ids.Busy],
  )
  for (const q of ['gigabit', 'gigab', 'gigabit numb', 'gigabit is:open']) {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: Found = await find(q, owner, cursor ? `&cursor=${cursor}` : '')
      seen.push(...page.items.map(item => item.contact.name))
      cursor = page.next
    } while (cursor)
    expect(seen, q).toEqual(q.includes('numb') ? ['Busy'] : ['Busy', 'Quiet'])
  }
})

it('a text that is changed or gone is found no longer', async () => {
  await conversation('Editor')
  const id = await say('Editor', 'the zebra is out')
  expect(await names('zebra')).toEqual(['Editor'])
  await run('UPDATE messages SET text = $2 WHERE id = $1', [id, 'the giraffe is out'])
  expect([await names('zebra'), await names('giraffe')]).toEqual([[], ['Editor']])
  await run('DELETE FROM messages WHERE id = $1', [id])
  expect(await names('giraffe')).toEqual([])
  expect((await run('SELECT 1 FROM message_words WHERE message_id = $1', [id])).rowCount).toBe(0)
})

it('words are found by the index under row-level security', async () => {
  const { rows } = await trunkline.app.db.withTenant(trunkline.tenantId, async tx => {
    await tx.query('SET LOCAL enable_seqscan = off')
    return tx.query(
      `EXPLAIN SELECT at FROM message_words WHERE word >= 'rou' AND word < 'rov' AND (at, message_id) < (now(), gen_random_uuid())`,
    )
  })
  const plan = rows.map(row => row['QUERY PLAN']).join('\n')
  expect(plan).toMatch(/Index Cond: .*tenant_id.*word >= 'rou'.*word < 'rov'/)
})
