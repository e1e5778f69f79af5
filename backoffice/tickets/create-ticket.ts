import { eq } from 'drizzle-orm'
import type { Tx } from '../../db/client.ts'
import { customers, tickets } from '../../db/schema/index.ts'
import { nextNumber, recordEvent } from '../../platform/events.ts'
import { Refusal } from '../../platform/refusal.ts'
import { type Ticket, type TicketPriority, toTicket } from './ticket.ts'
import { appendTicketEvent } from './ticket-log.ts'

export type NewTicket = {
  /** Made by the caller: creating the same id again returns the ticket created first. */
  id: string
  customerId: string | null
  conversationId: string | null
  subject: string
  description: string
  priority: TicketPriority
  createdById: string | null
}

/**
 * Opens a ticket in state acknowledged with the next gap-free number; `ticket.created` is the first line of its own
 * history and is recorded for programs. Refuses an empty subject (invalid), an unknown customer (missing) and an id that
 * belongs to another customer's ticket (conflict).
 */
export async function createTicket(tx: Tx, input: NewTicket): Promise<Ticket> {
  const subject = input.subject.trim()
  if (subject === '') throw new Refusal('invalid', 'A ticket needs a subject')
  // A retry that overtakes the first try waits here for its commit, instead of taking a number for nothing.
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [input.id])
  const [before] = await tx.orm.select().from(tickets).where(eq(tickets.id, input.id))
  if (before) {
    if (before.customerId === input.customerId) return toTicket(before)
    throw new Refusal('conflict', `This id belongs to ticket ${before.number} of another customer`)
  }
  if (input.customerId) await checkCustomer(tx, input.customerId)
  const number = await nextNumber(tx, 'ticket')
  const [row] = await tx.orm
    .insert(tickets)
    .values({ ...input, subject, number })
    .returning()
  if (!row) throw new Error('the ticket just inserted was not returned')
  await recordEvent(tx, {
    type: 'ticket.created',
    customerId: row.customerId,
    actorId: row.createdById,
    data: { ticketId: row.id, number, subject, priority: row.priority, conversationId: row.conversationId },
  })
  const happened = { type: 'ticket.created', data: {} } as const
  const { seq } = await appendTicketEvent(tx, {
    ...happened,
    ticketId: row.id,
    memberId: row.createdById,
    at: row.createdAt,
  })
  return { ...toTicket(row), lastSeq: seq }
}

async function checkCustomer(tx: Tx, customerId: string): Promise<void> {
  const found = await tx.orm.select({ id: customers.id }).from(customers).where(eq(customers.id, customerId))
  if (found.length === 0) throw new Refusal('missing', 'There is no such customer')
}
