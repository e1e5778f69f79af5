import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Tx } from '../../db/client.ts'
import { createUser } from '../../platform/identity/create-user.ts'
import { newId } from '../../platform/ids.ts'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { changeTicket, commentOnTicket, createTicket, type TicketChange, ticketEventsAfter } from './index.ts'

let database: TestDatabase
let tenantId: string
let thandi: string
let sipho: string
let ticketId: string
let now: Date

const inTenant = <T>(work: (tx: Tx) => Promise<T>) => database.db.withTenant(tenantId, work)

async function addMember(name: string, role = 'agent'): Promise<string> {
  const id = newId()
  const email = `${id}@isp.example`
  const { userId } = await createUser(database.db, { email, name, password: 'a password for tests' })
  await inTenant(tx =>
    tx.query('INSERT INTO members (id, user_id, name, email, role) VALUES ($1, $2, $3, $4, $5)', [
      id,
      userId,
      name,
      email,
      role,
    ]),
  )
  return id
}

beforeAll(async () => {
  database = await testDatabase()
  tenantId = await database.tenant()
  thandi = await addMember('Thandi')
  sipho = await addMember('Sipho')
})
afterAll(() => database.close())
beforeEach(async () => {
  now = new Date('2036-03-04T10:00:00Z')
  ticketId = newId()
  const ticket = {
    customerId: null,
    conversationId: null,
    description: 'From 19:00',
    priority: 'high',
  } as const
  await inTenant(tx =>
    createTicket(tx, { id: ticketId, ...ticket, subject: 'Slow every evening', createdById: thandi }),
  )
})

const change = (
  change: TicketChange,
  as: { memberId?: string; lastSeq?: number | null; sendAnyway?: boolean } = {},
) =>
  inTenant(tx =>
    changeTicket(tx, { id: ticketId, change, lastSeq: 1, sendAnyway: false, memberId: thandi, now, ...as }),
  )
const row = async () =>
  (await inTenant(tx => tx.query('SELECT * FROM tickets WHERE id = $1', [ticketId]))).rows[0]
const events = () => inTenant(tx => ticketEventsAfter(tx, { ticketId, seq: 0, most: 100 }))

describe('changing a ticket', () => {
  it('changes several fields at once, and writes down what became what, also in the trail', async () => {
    const event = await change({ status: 'inProgress', priority: 'urgent', assigneeId: sipho })
    const changes = {
      status: { from: 'acknowledged', to: 'inProgress' },
      priority: { from: 'high', to: 'urgent' },
      assignee: { from: null, to: { id: sipho, name: 'Sipho' } },
    }
    expect(event).toEqual({
      seq: 2,
      type: 'ticket.changed',
      member: { id: thandi, name: 'Thandi' },
      data: { changes },
      at: now,
    })
    expect(await row()).toMatchObject({
      status: 'inProgress',
      priority: 'urgent',
      assignee_id: sipho,
      last_seq: 2,
      updated_at: now,
    })
    const { rows } = await inTenant(tx =>
      tx.query(`SELECT before, after FROM audit WHERE action = 'tickets.change' AND subject_id = $1`, [
        ticketId,
      ]),
    )
    expect(rows).toEqual([
      {
        before: { status: 'acknowledged', priority: 'high', assignee: null },
        after: { status: 'inProgress', priority: 'urgent', assignee: { id: sipho, name: 'Sipho' } },
      },
    ])
  })

  it('to what it is already changes and says nothing', async () => {
    expect(
      await change({ status: 'acknowledged', priority: 'high', assigneeId: null }, { lastSeq: 0 }),
    ).toBeNull()
    expect(await events()).toHaveLength(1)
  })

  it('remembers when it was resolved, keeps that when it is closed, and forgets it when it is opened again', async () => {
    await change({ status: 'inProgress' })
    await change({ status: 'resolved' }, { lastSeq: 2 })
    const resolvedAt = now
    now = new Date('2036-03-05T10:00:00Z')
    await change({ status: 'closed' }, { lastSeq: 3 })
    expect((await row())?.resolved_at).toEqual(resolvedAt)
    await change({ status: 'acknowledged' }, { lastSeq: 4 })
    expect((await row())?.resolved_at).toBeNull()
  })

  it('refuses a forbidden move with words, an empty subject, an unknown colleague and an unknown ticket', async () => {
    await expect(change({ status: 'closed' })).rejects.toMatchObject({
      kind: 'conflict',
      message: 'Only a resolved ticket can be closed: resolve it first.',
    })
    await expect(change({ subject: '  ' })).rejects.toMatchObject({ kind: 'invalid' })
    await expect(change({ assigneeId: newId() })).rejects.toMatchObject({ kind: 'missing' })
    await expect(change({ assigneeId: await addMember('Dumi', 'reseller') })).rejects.toMatchObject({
      kind: 'missing',
    })
    ticketId = newId()
    await expect(change({ priority: 'low' })).rejects.toMatchObject({ kind: 'missing' })
  })
})

describe('who has not seen the latest', () => {
  let late: { memberId: string; lastSeq: number }
  beforeEach(async () => {
    await change({ status: 'pending' })
    now = new Date(now.getTime() + 150_000)
    late = { memberId: sipho, lastSeq: 1 }
  })
  it('is told what happened, and may send it anyway when it touches something else', async () => {
    await expect(change({ priority: 'low' }, late)).rejects.toMatchObject({
      kind: 'conflict',
      message: 'Thandi set this to pending 2 minutes ago.',
      more: {
        lastSeq: 2,
        mayAnyway: true,
        missed: [{ seq: 2, words: 'Thandi set this to pending 2 minutes ago' }],
      },
    })
    expect(await change({ priority: 'low' }, { ...late, sendAnyway: true })).toMatchObject({ seq: 3 })
  })

  it('may not overwrite the same field unseen', async () => {
    await expect(change({ status: 'held' }, { ...late, sendAnyway: true })).rejects.toMatchObject({
      kind: 'conflict',
      more: { mayAnyway: false },
    })
    expect((await row())?.status).toBe('pending')
    expect(await change({ status: 'held' }, { ...late, lastSeq: 2 })).toMatchObject({ seq: 3 })
  })

  it('who asks for what a colleague did already is not troubled', async () => {
    expect(await change({ status: 'pending' }, late)).toBeNull()
  })

  it('two at once: the second waits for the first and learns of it', async () => {
    const both = await Promise.allSettled([
      change({ subject: 'Slow at night' }, { lastSeq: 2 }),
      change({ subject: 'Slow from seven' }, { lastSeq: 2, memberId: sipho }),
    ])
    expect(both.map(one => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await events()).toHaveLength(3)
  })
})

describe('a comment', () => {
  const comment = (id: string, text: string) =>
    inTenant(tx => commentOnTicket(tx, { ticketId, id, text, memberId: sipho, now }))

  it('stands in the history once, however often it is sent', async () => {
    const id = newId()
    expect(await comment(id, ' Sector is full ')).toEqual({
      seq: 2,
      type: 'ticket.commented',
      member: { id: sipho, name: 'Sipho' },
      data: { id, text: 'Sector is full' },
      at: now,
    })
    expect(await comment(id, 'Sector is full')).toBeNull()
    expect((await events()).map(event => event.type)).toEqual(['ticket.created', 'ticket.commented'])
  })

  it('without words is refused', async () => {
    await expect(comment(newId(), ' \n ')).rejects.toMatchObject({ kind: 'invalid' })
  })
})
