/** Who sees a ticket, and how much of it: colleagues, strangers, resellers, and those from whom fields are hidden. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createCustomer } from '../../backoffice/customers/index.ts'
import type { Tx } from '../../db/client.ts'
import { findTicket } from '../../hub/tickets/find-ticket.ts'
import { findTickets } from '../../hub/tickets/find-tickets.ts'
import { changeOneTicket } from '../../hub/tickets/work-on-ticket.ts'
import type { Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import type { OpenTicket, TicketRow } from '../../ui/src/lib/api/types.ts'
import { connectLive } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'
import { addConversations } from '../two-screens.ts'

let trunkline: Trunkline
let thandi: Member
let field: Member
let dumi: Member
let amara: string
let ofDumi: string

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  thandi = await trunkline.member({ name: 'Thandi' })
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
const open = async (subject: string, more: Record<string, unknown> = {}): Promise<TicketRow> =>
  (await trunkline.call<TicketRow>(thandi, 'POST', '/api/tickets', { id: newId(), subject, ...more })).body
const look = (as: Member, id: string) => trunkline.call<OpenTicket>(as, 'GET', `/api/tickets/${id}`)

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
  const wanted = { change: { priority: 'low' }, lastSeq: 1 }
  expect((await trunkline.call(stranger, 'PATCH', `/api/tickets/${ticket.id}`, wanted)).status).toBe(404)
  expect((await trunkline.call(stranger, 'GET', '/api/tickets')).body).toEqual({ items: [], next: null })
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
