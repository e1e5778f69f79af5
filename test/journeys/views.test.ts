import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { View } from '../../hub/views/views.api.ts'
import { newId } from '../../platform/ids.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let thandi: Member
let sizwe: Member
let lead: Member
let inboxId: string
let otherInboxId: string

type Item = { id: string; waitingSince: string | null; priority: string }
type Page = { items: Item[]; next: string | null }
type Saved = ReturnType<typeof View.parse>
type Problem = { detail: string }

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  const sms = { accountSid: `AC${'4'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234510' }
  inboxId = (await trunkline.inbox('sms', sms)).id
  otherInboxId = (await trunkline.inbox('sms', { ...sms, fromNumber: '+27871234511' })).id
  thandi = await trunkline.member({ inboxIds: [inboxId] })
  sizwe = await trunkline.member({ inboxIds: [inboxId, otherInboxId] })
  lead = await trunkline.member({ role: 'supervisor' })
})
afterAll(() => trunkline.close())

const call = <T = Problem>(as: Member, method: string, path: string, body?: unknown) =>
  trunkline.call<T>(as, method, path, body)

const start = Date.UTC(2026, 2, 2, 9)

/** A conversation as the database holds it; times in minutes after nine. */
async function conversation(with_: {
  label: string
  at?: number
  waiting?: number | null
  priority?: string
  inbox?: string
  snoozed?: boolean
}): Promise<string> {
  const id = newId()
  const contactId = newId()
  const minute = (many: number) => new Date(start + many * 60_000)
  await trunkline.app.db.withTenant(trunkline.tenantId, async tx => {
    await tx.query('INSERT INTO contacts (id, name) VALUES ($1, $2)', [contactId, 'Lerato Dlamini'])
    await tx.query(
      `INSERT INTO conversations (id, contact_id, thread, labels, priority, inbox_ids, last_message_at, last_channel,
         waiting_since, snoozed_until) VALUES ($1, $2, 'chat', $3, $4, $5, $6, 'sms', $7, $8)`,
      [
        id,
        contactId,
        [with_.label],
        with_.priority ?? 'normal',
        [with_.inbox ?? inboxId],
        minute(with_.at ?? 0),
        with_.waiting == null ? null : minute(with_.waiting),
        with_.snoozed ? new Date(Date.now() + 3_600_000) : null,
      ],
    )
  })
  return id
}

const labelled = (label: string) => ({ all: [{ field: 'label', is: label }] })
const save = async (as: Member, label: string, more: Record<string, unknown> = {}) => {
  const answer = await call<Saved>(as, 'POST', '/api/views', {
    name: label,
    filter: labelled(label),
    ...more,
  })
  expect(answer.status).toBe(201)
  return answer.body
}

/** Every page of two, one after the other. */
async function walk(as: Member, viewId: string): Promise<Item[]> {
  const items: Item[] = []
  for (let next: string | null = ''; next !== null; ) {
    const cursor: string = next ? `&cursor=${next}` : ''
    const path = `/api/conversations?viewId=${viewId}&limit=2${cursor}`
    const { status, body } = await call<Page>(as, 'GET', path)
    expect(status).toBe(200)
    items.push(...body.items)
    next = body.next
  }
  return items
}

describe('a saved view', () => {
  it('lists what its filter picks, page after page, in each of its orders', async () => {
    const a = await conversation({ label: 'sorted', at: 1, waiting: 5 })
    const b = await conversation({ label: 'sorted', at: 2, waiting: null, priority: 'urgent' })
    const c = await conversation({ label: 'sorted', at: 3, waiting: 1, priority: 'low' })
    const d = await conversation({ label: 'sorted', at: 4, waiting: null, priority: 'high' })
    const e = await conversation({ label: 'sorted', at: 4, waiting: 5 })
    await conversation({ label: 'another', at: 9 })
    const expected = {
      latest: [...[d, e].sort().reverse(), c, b, a],
      waiting: [c, ...[a, e].sort(), ...[b, d].sort()],
      priority: [b, d, e, a, c],
    }
    for (const [sort, ids] of Object.entries(expected)) {
      const view = await save(thandi, 'sorted', { sort })
      expect(
        (await walk(thandi, view.id)).map(item => item.id),
        sort,
      ).toEqual(ids)
    }
  })

  it('shows each person only what they may see, in its list and in its count', async () => {
    const seen = await conversation({ label: 'rights' })
    const hidden = await conversation({ label: 'rights', inbox: otherInboxId })
    const view = await save(lead, 'rights', { shared: true })
    const listed = async (as: Member) => (await walk(as, view.id)).map(item => item.id).sort()
    const counted = async (as: Member) => {
      const { body } = await call<{ items: { id: string; count: number; more: boolean }[] }>(
        as,
        'GET',
        '/api/views/counts',
      )
      return body.items.find(item => item.id === view.id)
    }
    expect(await listed(thandi)).toEqual([seen])
    expect(await counted(thandi)).toEqual({ id: view.id, count: 1, more: false })
    expect(await listed(sizwe)).toEqual([seen, hidden].sort())
    expect((await counted(sizwe))?.count).toBe(2)
  })

  it('of one person is as missing to others as one that never was; its cursor is no other order’s', async () => {
    const view = await save(thandi, 'private')
    const never = newId()
    for (const [method, path] of [
      ['PATCH', '/api/views/'],
      ['DELETE', '/api/views/'],
      ['GET', '/api/conversations?viewId='],
    ] as const) {
      const ask = (id: string) => call(sizwe, method, `${path}${id}`, method === 'PATCH' ? {} : undefined)
      const [theirs, none] = [await ask(view.id), await ask(never)]
      expect(theirs.status).toBe(404)
      expect(theirs.body.detail).toBe(none.body.detail)
    }
    const listed = await call<{ items: Saved[] }>(sizwe, 'GET', '/api/views')
    expect(listed.body.items.map(item => item.id)).not.toContain(view.id)
    await conversation({ label: 'private', at: 1 })
    await conversation({ label: 'private', at: 2 })
    const page = await call<Page>(thandi, 'GET', `/api/conversations?viewId=${view.id}&limit=1`)
    await call(thandi, 'PATCH', `/api/views/${view.id}`, { sort: 'waiting' })
    const stale = await call(
      thandi,
      'GET',
      `/api/conversations?viewId=${view.id}&limit=1&cursor=${page.body.next}`,
    )
    expect(stale).toMatchObject({ status: 422, body: { detail: expect.stringContaining('cursor') } })
  })

  it('is changed and removed by its maker, and a shared one only by those who manage teams', async () => {
    const view = await save(thandi, 'mine')
    const renamed = await call<Saved>(thandi, 'PATCH', `/api/views/${view.id}`, { name: 'Ours' })
    expect(renamed.body).toEqual({ ...view, name: 'Ours' })
    expect((await call(thandi, 'DELETE', `/api/views/${view.id}`)).status).toBe(204)
    const asked = { name: 'All', shared: true, filter: labelled('x') }
    expect((await call(thandi, 'POST', '/api/views', asked)).status).toBe(403)
    const shared = await save(lead, 'shared', { shared: true })
    expect((await call(thandi, 'PATCH', `/api/views/${shared.id}`, { name: 'X' })).status).toBe(403)
    expect((await call(thandi, 'DELETE', `/api/views/${shared.id}`)).status).toBe(403)
    expect((await call(lead, 'DELETE', `/api/views/${shared.id}`)).status).toBe(204)
  })

  it('answers nonsense in words', async () => {
    const ask = (filter: unknown) => call(thandi, 'POST', '/api/views', { name: 'x', filter })
    for (const filter of [
      {},
      { all: [{ field: 'password', is: 'x' }] },
      { all: [{ field: 'label', is: "x\0'" }] },
      { all: [{ field: 'custom', key: 'k', is: { $gt: 1 } }] },
      { all: Array.from({ length: 21 }, () => ({ field: 'waiting', is: true })) },
    ]) {
      expect((await ask(filter)).status, JSON.stringify(filter)).toBe(422)
    }
  })
})

it('a snoozed conversation leaves the open views and their counts for the view of snoozed ones', async () => {
  const id = await conversation({ label: 'asleep', snoozed: true })
  const listed = async (view: string) =>
    (await call<Page>(thandi, 'GET', `/api/conversations?view=${view}&limit=100`)).body.items.map(
      item => item.id,
    )
  expect(await listed('snoozed')).toEqual([id])
  expect(await listed('open')).not.toContain(id)
  expect(await listed('unassigned')).not.toContain(id)
  const counts = await call<Record<string, number>>(thandi, 'GET', '/api/conversations/counts')
  expect(counts.body.snoozed).toBe(1)
  expect(counts.body.open).toBe((await listed('open')).length)
})
