/** Tickets through the API: who sees them, who changes them, and what those hear who come too late. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCustomer } from '../../backoffice/customers/index.ts'
import type { Tx } from '../../db/client.ts'
import { findTicket } from '../../hub/tickets/find-ticket.ts'
import { findTickets } from '../../hub/tickets/find-tickets.ts'
import { changeOneTicket } from '../../hub/tickets/work-on-ticket.ts'
import type { Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import type { OpenTicket, TicketBoard, TicketRow } from '../../ui/src/lib/api/types.ts'
import { connectLive } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'
import { addConversations } from '../two-screens.ts'

let trunkline: Trunkline
let thandi: Member
let sipho: Member
let field: Member
let dumi: Member
let amara: string
let ofDumi: string

type Page = { items: TicketRow[]; next: string | null }
type Problem = { detail: string; lastSeq: number; mayAnyway: boolean; missed: { words: string }[] }

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  thandi = await trunkline.member({ name: 'Thandi' })
  sipho = await trunkline.member({ name: 'Sipho' })
  field = await trunkline.member({ name: 'Pieter', role: 'field', inboxIds: [] })
  dumi = await trunkline.member({ name: 'Dumi', role: 'reseller' })
  amara = newId()
  ofDumi = newId()
  await inTenant(async tx => {
    await createCustomer(tx, { id: amara, name: 'Amara Okafor', phone: '+27821230001' })
    await createCustomer(tx, { id: ofDumi, name: 'Lerato Khumalo' })
    await tx.query('UPDATE customers SET reseller_id = $2 WHERE id = $1', [ofDumi, dumi.id])
  })
})
afterAll(() => trunkline.close())

const inTenant = <T>(work: (tx: Tx) => Promise<T>) => trunkline.app.db.withTenant(trunkline.tenantId, work)

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
const list = async (as: Member, query: string) =>
  (await trunkline.call<Page>(as, 'GET', `/api/tickets?${query}`)).body
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

describe('the list', () => {
  it('finds by number and words, filters, and pages without a gap in every order', async () => {
    const many: TicketRow[] = []
    for (const priority of ['low', 'urgent', 'normal', 'high', 'urgent'])
      many.push(await open(`Cable of ${priority} 100%`, { priority }))
    const [low, urgent] = many as [TicketRow, TicketRow]
    expect((await list(thandi, `q=%23${low.number}`)).items.map(({ id }) => id)).toContain(low.id)
    expect((await list(thandi, 'q=100%25%20CABLE')).items).toHaveLength(5)
    expect((await list(thandi, 'q=cable%20nowhere')).items).toEqual([])
    await change(thandi, urgent, { assigneeId: sipho.id })
    const idsOf = async (as: Member, query: string) =>
      (await list(as, `q=cable&${query}`)).items.map(({ id }) => id)
    expect(await idsOf(sipho, 'assignee=me')).toEqual([urgent.id])
    expect(await idsOf(sipho, 'assignee=none&priority=urgent')).toEqual([many[4]?.id])
    expect(await idsOf(sipho, 'status=pending,closed')).toEqual([])
    expect(await idsOf(sipho, 'age=week')).toHaveLength(5)
    expect(await idsOf(sipho, 'age=older')).toEqual([])
    for (const sort of ['created', '-created', 'priority', '-priority', 'updated', '-updated']) {
      const whole = await idsOf(thandi, `sort=${sort}`)
      const paged: string[] = []
      for (let next: string | null = ''; next !== null; ) {
        const page = await list(thandi, `q=cable&sort=${sort}&limit=2${next && `&cursor=${next}`}`)
        paged.push(...page.items.map(({ id }) => id))
        next = page.next
      }
      expect(paged, sort).toEqual(whole)
      expect(new Set(whole).size, sort).toBe(5)
    }
    const priorities = (await list(thandi, 'q=cable')).items.map(({ priority }) => priority)
    expect(priorities).toEqual(['urgent', 'urgent', 'high', 'normal', 'low'])
    expect((await trunkline.call(thandi, 'GET', '/api/tickets?cursor=nonsense')).status).toBe(422)
    expect((await trunkline.call(thandi, 'GET', '/api/tickets?status=broken')).status).toBe(422)
  })

  it('the board has every state with its number and its cards, and the numbers are those of the list', async () => {
    const { body } = await trunkline.call<TicketBoard>(thandi, 'GET', '/api/tickets/board?q=cable')
    expect(body.columns.map(({ status, count }) => [status, count])).toEqual([
      ['acknowledged', 5],
      ...['inProgress', 'pending', 'held', 'resolved', 'closed', 'cancelled', 'rejected'].map(state => [
        state,
        0,
      ]),
    ])
    expect(body.columns[0]?.items).toEqual((await list(thandi, 'q=cable&status=acknowledged')).items)
    const counts = await trunkline.call<{ mine: number }>(sipho, 'GET', '/api/tickets/counts')
    expect(counts.body.mine).toBe((await list(sipho, 'assignee=me&status=open')).items.length)
  })

  it('as a file holds the same, and no cell runs as a formula', async () => {
    await open('=1+1 cable')
    const answer = await fetch(`${trunkline.url}/api/tickets/export?q=cable`, {
      headers: { cookie: thandi.cookie },
    })
    expect(answer.headers.get('content-disposition')).toContain('tickets.csv')
    const lines = (await answer.text()).trim().split('\r\n')
    expect(lines[0]).toBe('number,subject,state,priority,customer,assignee,created_at,updated_at,resolved_at')
    expect(lines).toHaveLength(7)
    expect(lines[1]).toContain(`"'=1+1 cable"`)
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

describe('who sees a ticket', () => {
  it('everyone who may read tickets; the conversation it came from only who may see that', async () => {
    const inboxId = (
      await trunkline.inbox('sms', {
        accountSid: `AC${'3'.repeat(32)}`,
        authToken: 'auth',
        fromNumber: '+27871234567',
      })
    ).id
    const [conversationId = ''] = await addConversations(trunkline, inboxId, ['Amara'])
    const id = newId()
    await trunkline.call(thandi, 'POST', `/api/conversations/${conversationId}/tickets`, {
      id,
      customerId: null,
      subject: 'Out of a conversation',
    })
    expect((await look(thandi, id)).body.conversation).toEqual({ id: conversationId, name: 'Amara' })
    const seen = await look(field, id)
    expect(seen.body).toMatchObject({ ticket: { subject: 'Out of a conversation' }, conversation: null })
    const narrow = await trunkline.member({ name: 'Narrow', inboxIds: [] })
    expect((await look(narrow, id)).body.conversation).toBeNull()
  })

  it('nobody of another provider, and nobody without the right', async () => {
    const ticket = await open('Ours')
    const stranger = await trunkline.member({ name: 'Stranger', tenantId: await trunkline.otherTenant() })
    expect((await look(stranger, ticket.id)).status).toBe(404)
    expect((await change(stranger, ticket, { priority: 'low' })).status).toBe(404)
    expect((await list(stranger, '')).items).toEqual([])
    expect((await look(dumi, ticket.id)).status).toBe(403)
  })

  it('of a reseller who may read tickets: those of the customers they brought, and no others', async () => {
    const [theirs, another, nobodys] = [
      await open('Of Lerato', { customerId: ofDumi }),
      await open('Of Amara', { customerId: amara }),
      await open('Of nobody'),
    ]
    const who = {
      tenantId: trunkline.tenantId,
      memberId: dumi.id,
      name: 'Dumi',
      permissions: ['tickets.read', 'tickets.change'],
      customers: 'own',
      allInboxes: false,
      inboxIds: [],
    } as unknown as Who
    const query = { sort: '-created', limit: 50 } as const
    const { items } = await inTenant(tx => findTickets(tx, who, { query, now: new Date() }))
    expect(items.map(({ id }) => id)).toEqual([theirs.id])
    for (const { id } of [another, nobodys]) {
      await expect(inTenant(tx => findTicket(tx, who, id))).rejects.toMatchObject({ kind: 'missing' })
      const wanted = { id, change: { priority: 'low' as const }, lastSeq: null, sendAnyway: true }
      await expect(inTenant(tx => changeOneTicket(trunkline.app, tx, who, wanted))).rejects.toMatchObject({
        kind: 'missing',
      })
    }
    expect((await inTenant(tx => findTicket(tx, who, theirs.id))).ticket.id).toBe(theirs.id)
  })

  it('a name that is a phone number is shortened for those who may not see numbers, live as well', async () => {
    const named = newId()
    await inTenant(tx => createCustomer(tx, { id: named, name: '+27 82 123 9999' }))
    await inTenant(async tx => {
      const roleId = newId()
      await tx.query('INSERT INTO custom_roles (id, name, permissions) VALUES ($1, $2, $3)', [
        roleId,
        'Reader',
        ['tickets.read', 'conversations.read'],
      ])
      await tx.query(`UPDATE members SET role = 'custom', custom_role_id = $2 WHERE id = $1`, [
        field.id,
        roleId,
      ])
    })
    await trunkline.known(field)
    const [screen, reseller] = [
      await connectLive(trunkline.url, field.cookie),
      await connectLive(trunkline.url, dumi.cookie),
    ]
    try {
      const { id } = await open('Numbered', { customerId: named })
      const told = await screen.told('ticket', ({ ticket }) => (ticket as TicketRow).id === id)
      expect((told.ticket as TicketRow).customer?.name).toBe('••••••999')
      expect((await look(field, id)).body).toMatchObject({
        ticket: { customer: { name: '••••••999' } },
        customer: null,
      })
      // Whatever was told before the answer to this has come before it.
      await reseller.emit('panel.close', { conversationId: newId() })
      expect(reseller.events.filter(({ name }) => name === 'ticket')).toEqual([])
    } finally {
      screen.close()
      reseller.close()
    }
  })
})
