/** Tickets through the API: who changes them, one or many, and what those hear who come too late. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCustomer } from '../../backoffice/customers/index.ts'
import { newId } from '../../platform/ids.ts'
import type { OpenTicket, TicketRow } from '../../ui/src/lib/api/types.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let thandi: Member
let sipho: Member
let amara: string

type Problem = { detail: string; lastSeq: number; mayAnyway: boolean; missed: { words: string }[] }

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  thandi = await trunkline.member({ name: 'Thandi' })
  sipho = await trunkline.member({ name: 'Sipho' })
  amara = newId()
  await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    createCustomer(tx, { id: amara, name: 'Amara Okafor', phone: '+27821230001' }),
  )
})
afterAll(() => trunkline.close())

const open = async (subject: string, more: Record<string, unknown> = {}): Promise<TicketRow> => {
  const { status, body } = await trunkline.call<TicketRow>(thandi, 'POST', '/api/tickets', {
    id: newId(),
    subject,
    ...more,
  })
  expect(status).toBe(201)
  return body
}
const change = (
  as: Member,
  ticket: TicketRow,
  wanted: Record<string, unknown>,
  more: Record<string, unknown> = {},
) =>
  trunkline.call<TicketRow & Problem>(as, 'PATCH', `/api/tickets/${ticket.id}`, {
    change: wanted,
    lastSeq: ticket.lastSeq,
    ...more,
  })
const look = (as: Member, id: string) => trunkline.call<OpenTicket>(as, 'GET', `/api/tickets/${id}`)

describe('working on a ticket', () => {
  let ticket: TicketRow
  beforeEach(async () => {
    ticket = await open('Slow every evening', {
      customerId: amara,
      description: 'From 19:00',
      priority: 'high',
    })
  })

  it('shows its history, its customer and where it may go', async () => {
    await change(thandi, ticket, { status: 'inProgress', assigneeId: thandi.id })
    const comment = { id: newId(), text: 'Sector is full' }
    expect((await trunkline.call(sipho, 'POST', `/api/tickets/${ticket.id}/comments`, comment)).status).toBe(
      201,
    )
    expect((await trunkline.call(sipho, 'POST', `/api/tickets/${ticket.id}/comments`, comment)).status).toBe(
      201,
    )
    const { body } = await look(sipho, ticket.id)
    expect(body).toMatchObject({
      ticket: { status: 'inProgress', assignee: { name: 'Thandi' }, lastSeq: 3 },
      description: 'From 19:00',
      createdBy: { name: 'Thandi' },
      customer: { name: 'Amara Okafor', phone: '+27821230001' },
      conversation: null,
    })
    expect(body.events.map(({ type, member }) => `${type} by ${member?.name}`)).toEqual([
      'ticket.created by Thandi',
      'ticket.changed by Thandi',
      'ticket.commented by Sipho',
    ])
    expect(body.moves.inProgress?.resolved).toBeNull()
    expect(body.moves.inProgress?.closed).toMatch(/resolve it first/)
    const { body: since } = await trunkline.call<{ items: unknown[] }>(
      sipho,
      'GET',
      `/api/tickets/${ticket.id}/events?after=2`,
    )
    expect(since.items).toEqual(body.events.slice(2))
  })

  it('who comes too late is told what happened, and may go on where nobody else was', async () => {
    await change(thandi, ticket, { status: 'pending' })
    const late = await change(sipho, ticket, { priority: 'urgent' })
    expect(late).toMatchObject({
      status: 409,
      body: { detail: 'Thandi set this to pending just now.', mayAnyway: true, lastSeq: 2 },
    })
    expect(await change(sipho, ticket, { priority: 'urgent' }, { sendAnyway: true })).toMatchObject({
      status: 200,
      body: { status: 'pending', priority: 'urgent', lastSeq: 3 },
    })
    expect(await change(sipho, ticket, { status: 'held' }, { sendAnyway: true })).toMatchObject({
      status: 409,
      body: { detail: 'Thandi set this to pending just now.', mayAnyway: false },
    })
  })

  it('of two at once one is done and the other told; what both wanted happens once', async () => {
    const both = await Promise.all([
      change(thandi, ticket, { status: 'pending' }),
      change(sipho, ticket, { status: 'held' }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const done = both.find(({ status }) => status === 200)?.body as TicketRow
    const same = await Promise.all([
      change(thandi, done, { priority: 'low' }),
      change(sipho, done, { priority: 'low' }),
    ])
    expect(same.map(({ status }) => status)).toEqual([200, 200])
    expect((await look(thandi, ticket.id)).body.events).toHaveLength(3)
  })

  it('a move its state does not allow is refused with what to do instead', async () => {
    expect(await change(thandi, ticket, { status: 'closed' })).toMatchObject({
      status: 409,
      body: { detail: 'Only a resolved ticket can be closed: resolve it first.' },
    })
    expect((await change(thandi, ticket, {})).status).toBe(422)
    expect((await change(thandi, ticket, { subject: '' })).status).toBe(422)
  })

  it('opening it twice under one id is one ticket', async () => {
    const { body } = await trunkline.call<TicketRow>(thandi, 'POST', '/api/tickets', {
      id: ticket.id,
      subject: 'Slow every evening',
      customerId: amara,
    })
    expect(body).toEqual(ticket)
  })
})

it('one change to many says of each whether it was done, and why not', async () => {
  const [one, two] = [await open('One'), await open('Two')]
  await change(thandi, two, { status: 'cancelled' })
  const never = newId()
  const { body } = await trunkline.call<{ items: unknown[] }>(sipho, 'POST', '/api/tickets/bulk', {
    ids: [two.id, never, one.id],
    change: { status: 'inProgress', assigneeId: sipho.id },
  })
  expect(body.items).toEqual([
    {
      id: two.id,
      number: two.number,
      done: false,
      why: 'This ticket is cancelled: open it again as new first.',
    },
    { id: never, number: null, done: false, why: 'There is no such ticket.' },
    { id: one.id, number: one.number, done: true, why: null },
  ])
  expect((await look(thandi, one.id)).body.ticket).toMatchObject({
    status: 'inProgress',
    assignee: { name: 'Sipho' },
  })
  expect((await look(thandi, two.id)).body.ticket.assignee).toBeNull()
})
