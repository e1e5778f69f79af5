import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

type Row = {
  seq: number
  at: string
  actor: { kind: string; id: string | null; name: string }
  as: { id: string; name: string } | null
  action: string
  subject: { kind: string; id: string | null; name: string | null } | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  reason: string | null
  address: string | null
}
type Page = { items: Row[]; next: string | null }

let trunkline: Trunkline
let admin: Member
let agent: Member

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  admin = await trunkline.member({ name: 'Nomsa', role: 'admin' })
  agent = await trunkline.member({ name: 'Pieter' })
})
afterAll(() => trunkline.close())

const trail = (query = '') => trunkline.call<Page>(admin, 'GET', `/api/audit${query}`)
const sms = (id: string, name: string) => ({
  id,
  channel: 'sms',
  name,
  settings: { accountSid: `AC${'4'.repeat(32)}`, authToken: 'a secret token', fromNumber: '+27871234501' },
})

describe('the audit trail', { timeout: 60_000 }, () => {
  const inboxId = newId()

  it('tells what was changed by whom, without a secret, and nothing of what failed', async () => {
    expect((await trunkline.call(admin, 'POST', '/api/inboxes', sms(inboxId, 'SMS'))).status).toBe(201)
    const change = {
      name: 'SMS desk',
      settings: { ...sms(inboxId, '').settings, authToken: 'another secret' },
    }
    expect((await trunkline.call(admin, 'PATCH', `/api/inboxes/${inboxId}`, change)).status).toBe(200)
    expect((await trunkline.call(admin, 'PATCH', `/api/inboxes/${inboxId}`, change)).status).toBe(200)
    expect((await trunkline.call(admin, 'PATCH', `/api/inboxes/${newId()}`, change)).status).toBe(404)
    const { body } = await trail(`?subject=${inboxId}`)
    expect(body.items.map(row => row.action)).toEqual(['inboxes.change', 'inboxes.connect'])
    expect(body.items[0]).toMatchObject({
      actor: { kind: 'member', id: admin.id, name: 'Nomsa' },
      as: null,
      subject: { kind: 'inbox', id: inboxId, name: 'SMS' },
      before: { name: 'SMS' },
      after: { name: 'SMS desk', settingsChanged: ['authToken'] },
      address: '127.0.0.1',
    })
    expect(JSON.stringify(body)).not.toContain('secret')
  })

  it('tells of conversations: assigned, answered, resolved, reopened', async () => {
    const conversationId = await conversation(inboxId)
    const at = (verb: string, body?: unknown) =>
      trunkline.call(agent, 'POST', `/api/conversations/${conversationId}/${verb}`, body)
    const messageId = newId()
    await at('assign', { memberId: agent.id })
    await at('assign', { memberId: agent.id })
    await at('notes', { id: messageId, text: 'looks like the splitter' })
    await at('notes', { id: messageId, text: 'looks like the splitter' })
    await at('resolve')
    await at('reopen')
    await at('read', { inboundCount: 1 })
    const { body } = await trail(`?subject=${conversationId}`)
    expect(body.items.map(row => [row.action, row.before, row.after])).toEqual([
      ['conversations.reopen', { status: 'resolved' }, { status: 'open' }],
      ['conversations.resolve', { status: 'open' }, { status: 'resolved' }],
      ['conversations.note', null, { messageId }],
      ['conversations.assign', { assignee: null }, { assignee: { id: agent.id, name: 'Pieter' } }],
    ])
    expect(JSON.stringify(body)).not.toContain('splitter')
  })

  it('is searched by words, actor, action, subject and time, a page at a time', async () => {
    const all = await trail('?limit=200')
    const seqs = all.body.items.map(row => row.seq)
    expect(seqs).toEqual([...seqs].sort((a, b) => b - a))
    const paged: number[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: { body: Page } = await trail(`?limit=2${cursor && `&cursor=${cursor}`}`)
      paged.push(...body.items.map(row => row.seq))
      cursor = body.next
    }
    expect(paged).toEqual(seqs)
    const actions = async (query: string) => (await trail(query)).body.items.map(row => row.action)
    expect(await actions(`?actor=${agent.id}&action=conversations.assign`)).toEqual(['conversations.assign'])
    expect(await actions('?action=inboxes')).toEqual(['inboxes.change', 'inboxes.connect'])
    expect(await actions('?action=inbox')).toEqual([])
    expect(await actions('?q=sms%20DESK')).toEqual([])
    expect(await actions('?q=PIETER&action=conversations')).toHaveLength(4)
    expect(await actions('?q=%25')).toEqual([])
    const oldest = all.body.items.at(-1)?.at ?? ''
    expect(await actions(`?to=${oldest}`)).toEqual([])
    expect(await actions(`?from=${oldest}`)).toHaveLength(seqs.length)
    const { body } = await trunkline.call<{ items: string[] }>(
      admin,
      'GET',
      `/api/audit/actions?action=inboxes&actor=${admin.id}`,
    )
    expect(body.items).toEqual(['inboxes.change', 'inboxes.connect'])
  })

  it('refuses what it cannot read in words', async () => {
    for (const query of ['cursor=rubbish', 'limit=0', 'from=yesterday', 'q=', 'q=%00', 'format=xml']) {
      const path = query.startsWith('format') ? '/api/audit/export' : '/api/audit'
      const answer = await trunkline.call<{ detail: string }>(admin, 'GET', `${path}?${query}`)
      expect(answer.status, query).toBe(422)
      expect(answer.body.detail, query).toContain('/query/')
    }
  })

  it('is for those who hold audit.read', async () => {
    for (const path of ['/api/audit', '/api/audit/actions', '/api/audit/export']) {
      expect((await trunkline.call(agent, 'GET', path)).status).toBe(403)
    }
  })

  it('is exported as CSV and JSON lines, and tells of that', async () => {
    const get = async (query: string) => {
      const answer = await fetch(`${trunkline.url}/api/audit/export${query}`, {
        headers: { cookie: admin.cookie },
      })
      return { answer, text: await answer.text() }
    }
    const csv = await get('?action=inboxes')
    expect(csv.answer.headers.get('content-type')).toContain('text/csv')
    expect(csv.answer.headers.get('content-disposition')).toBe('attachment; filename="audit.csv"')
    expect(csv.text.trim().split('\r\n')).toHaveLength(3)
    const lines = (await get('?format=jsonl&action=inboxes')).text.trim().split('\n')
    expect(lines.map(line => JSON.parse(line).action)).toEqual(['inboxes.change', 'inboxes.connect'])
    const { body } = await trail('?action=audit.export')
    expect(body.items.map(row => row.after)).toEqual([
      { action: 'inboxes', format: 'jsonl', rows: 2 },
      { action: 'inboxes', format: 'csv', rows: 2 },
    ])
  })

  it('belongs to one tenant', async () => {
    const tenantId = await trunkline.otherTenant()
    const stranger = await trunkline.member({ tenantId, role: 'admin' })
    const { body } = await trunkline.call<Page>(stranger, 'GET', '/api/audit?limit=200')
    expect(body.items.filter(row => row.subject?.id === inboxId)).toEqual([])
    expect((await trail('?limit=1')).body.items).toHaveLength(1)
  })
})

async function conversation(inboxId: string): Promise<string> {
  const [contactId, conversationId] = [newId(), newId()]
  await trunkline.app.db.withTenant(trunkline.tenantId, async tx => {
    await tx.query('INSERT INTO contacts (id, name) VALUES ($1, $2)', [contactId, 'Lindiwe'])
    await tx.query(
      `INSERT INTO conversations (id, contact_id, thread, status, inbox_ids, last_seq, inbound_count, last_message_at,
         last_preview, last_direction, last_channel) VALUES ($1, $2, 'chat', 'open', $3, 0, 1, now(), 'hello', 'in', 'sms')`,
      [conversationId, contactId, [inboxId]],
    )
  })
  return conversationId
}
