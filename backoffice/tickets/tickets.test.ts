import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createCustomer } from '../customers/index.ts'
import { createTicket, type NewTicket, openTickets, ticketEventsAfter } from './index.ts'

let database: TestDatabase
let tenantId: string
let customerId: string
let conversationId: string

const inTenant = <T>(work: (tx: Tx) => Promise<T>) => database.db.withTenant(tenantId, work)

beforeAll(async () => {
  database = await testDatabase()
  tenantId = await database.tenant()
  customerId = (await inTenant(tx => createCustomer(tx, { id: newId(), name: 'Thandi Mokoena' }))).id
  conversationId = newId()
  await inTenant(async tx => {
    const contactId = newId()
    await tx.query('INSERT INTO contacts (id, name) VALUES ($1, $2)', [contactId, 'Thandi'])
    await tx.query(
      `INSERT INTO conversations (id, contact_id, thread, inbox_ids, last_message_at, last_channel)
       VALUES ($1, $2, 'chat', '{}', now(), 'sms')`,
      [conversationId, contactId],
    )
  })
})
afterAll(() => database.close())

/** The second try begins while the first has not committed, and waits for it. */
async function overtaken<T>(work: (tx: Tx) => Promise<T>): Promise<T[]> {
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  const tries: Promise<T>[] = []
  const first = await inTenant(async tx => {
    const made = await work(tx)
    let settled = false
    const second = inTenant(work)
    tries.push(second)
    const settle = () => {
      settled = true
    }
    second.then(settle, settle)
    while (!settled && (await inTenant(other => other.query(waiting))).rowCount === 0)
      await new Promise(setImmediate)
    return made
  })
  return [first, ...(await Promise.all(tries))]
}

const draft = (more: Partial<NewTicket> = {}): NewTicket => ({
  id: newId(),
  customerId,
  conversationId,
  subject: 'Slow every evening',
  description: 'From 19:00',
  priority: 'high',
  createdById: newId(),
  ...more,
})

const create = (more: Partial<NewTicket> = {}) => inTenant(tx => createTicket(tx, draft(more)))

describe('creating a ticket', () => {
  it('numbers it, acknowledges it and says so', async () => {
    const input = draft()
    const ticket = await inTenant(tx => createTicket(tx, input))
    expect(ticket).toEqual({
      ...input,
      number: ticket.number,
      status: 'acknowledged',
      assigneeId: null,
      createdAt: expect.any(Date),
      lastSeq: 1,
    })
    expect(await inTenant(tx => ticketEventsAfter(tx, { ticketId: input.id, seq: 0, most: 10 }))).toEqual([
      { seq: 1, type: 'ticket.created', member: null, data: {}, at: ticket.createdAt },
    ])
    const { rows } = await inTenant(tx =>
      tx.query(`SELECT type, customer_id, actor_id, data FROM events WHERE data->>'ticketId' = $1`, [
        input.id,
      ]),
    )
    expect(rows).toEqual([
      {
        type: 'ticket.created',
        customer_id: customerId,
        actor_id: input.createdById,
        data: {
          ticketId: input.id,
          number: ticket.number,
          subject: input.subject,
          priority: 'high',
          conversationId: input.conversationId,
        },
      },
    ])
  })

  it('twice under one id is one ticket, even when the second overtakes the first, and wastes no number', async () => {
    const input = draft()
    const [first, second] = await overtaken(tx => createTicket(tx, input))
    expect(second).toEqual(first)
    expect((await create()).number).toBe(first!.number + 1)
  })

  it('gives every one of many its own number without gaps', async () => {
    const numbers = (await Promise.all(Array.from({ length: 10 }, () => create()))).map(
      ticket => ticket.number,
    )
    numbers.sort((a, b) => a - b)
    expect(numbers).toEqual(numbers.map((_number, index) => numbers[0]! + index))
  })

  it('is possible before anyone knows whose trouble it is', async () => {
    expect((await create({ customerId: null })).customerId).toBeNull()
  })

  it('refuses an empty subject, an unknown customer, and another customer’s ticket id', async () => {
    await expect(create({ subject: ' ' })).rejects.toMatchObject({ kind: 'invalid' })
    await expect(create({ customerId: newId() })).rejects.toMatchObject({ kind: 'missing' })
    const { id } = await create()
    await expect(create({ id, customerId: null })).rejects.toMatchObject({ kind: 'conflict' })
  })
})

describe('open tickets', () => {
  it('are those someone still has to work on, newest first', async () => {
    const { id } = await inTenant(tx => createCustomer(tx, { id: newId(), name: 'Mei Chen' }))
    const made: Record<string, number> = {}
    for (const status of [
      'acknowledged',
      'inProgress',
      'pending',
      'held',
      'resolved',
      'closed',
      'cancelled',
      'rejected',
    ]) {
      const ticket = await create({ customerId: id })
      made[status] = ticket.number
      await inTenant(tx => tx.query('UPDATE tickets SET status = $2 WHERE id = $1', [ticket.id, status]))
    }
    const open = (await inTenant(tx => openTickets(tx, [id]))).get(id) ?? []
    expect(open.map(ticket => ticket.status)).toEqual(['held', 'pending', 'inProgress', 'acknowledged'])
    expect(open[0]?.number).toBe(made.held)
  })

  it('of another provider are not there', async () => {
    await create()
    const other = await database.tenant()
    expect(
      (await database.db.withTenant(other, tx => openTickets(tx, [customerId]))).get(customerId),
    ).toEqual([])
    expect((await inTenant(tx => openTickets(tx, []))).size).toBe(0)
  })
})
