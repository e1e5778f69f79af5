/** Reads of one ticket, through the eyes of the member who asks. */
import type { z } from 'zod'
import { type TicketEvent, ticketEventsAfter, ticketMoves } from '../../backoffice/tickets/index.ts'
import type { Tx } from '../../db/client.ts'
import { may, type Who } from '../../platform/identity/who.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'
import { readTicketRow } from './ticket-rows.ts'
import type * as api from './tickets.api.ts'
import { refuseUnseen } from './visible.ts'

type Open = z.infer<typeof api.OpenTicket>

const mostEvents = 1_000

/** What happened, in the API's words. */
export const toTicketEvent = (event: TicketEvent): z.infer<typeof api.TicketEvent> => ({
  ...event,
  at: event.at.toISOString(),
})

/** The ticket with its history; a stranger gets the same 404 as for one that never was. */
export async function findTicket(tx: Tx, who: Who, id: string): Promise<Open> {
  await refuseUnseen(tx, who, id)
  // The history first: the row is then no older than it, and what the row knows more of is told or asked for.
  const events = await ticketEventsAfter(tx, { ticketId: id, seq: 0, most: mostEvents })
  const ticket = await readTicketRow(tx, id)
  return {
    ticket,
    ...(await readDetails(tx, id)),
    customer: may(who, 'customers.read') ? await readCustomer(tx, ticket.customer?.id) : null,
    conversation: may(who, 'conversations.read') ? await readConversation(tx, who, id) : null,
    events: events.map(toTicketEvent),
    moves: ticketMoves(),
  }
}

/** What happened after `after`, and the row as it is now. */
export async function findTicketEvents(
  tx: Tx,
  who: Who,
  { id, after }: { id: string; after: number },
): Promise<z.infer<typeof api.TicketEvents>> {
  await refuseUnseen(tx, who, id)
  const items = await ticketEventsAfter(tx, { ticketId: id, seq: after, most: mostEvents })
  return { ticket: await readTicketRow(tx, id), items: items.map(toTicketEvent) }
}

async function readDetails(tx: Tx, id: string): Promise<Pick<Open, 'description' | 'createdBy'>> {
  const { rows } = await tx.query<{ description: string; byId: string | null; byName: string | null }>(
    `SELECT t.description, m.id AS "byId", m.name AS "byName"
     FROM tickets t LEFT JOIN members m ON m.id = t.created_by_id WHERE t.id = $1`,
    [id],
  )
  const { description = '', byId, byName } = rows[0] ?? {}
  return { description, createdBy: byId ? { id: byId, name: byName ?? '' } : null }
}

async function readCustomer(tx: Tx, id: string | undefined): Promise<Open['customer']> {
  if (!id) return null
  const { rows } = await tx.query<NonNullable<Open['customer']>>(
    'SELECT id, number, name, phone, email, address, status FROM customers WHERE id = $1',
    [id],
  )
  return rows[0] ?? null
}

async function readConversation(tx: Tx, who: Who, ticketId: string): Promise<Open['conversation']> {
  const { rows } = await tx.query<NonNullable<Open['conversation']>>(
    `SELECT c.id, (SELECT ct.name FROM contacts ct WHERE ct.id = c.contact_id) AS name
     FROM tickets t JOIN conversations c ON c.id = t.conversation_id WHERE ${visibleTo(1)} AND t.id = $2`,
    [visibleInboxes(who), ticketId],
  )
  return rows[0] ?? null
}
