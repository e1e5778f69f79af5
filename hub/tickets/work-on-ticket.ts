/** What a person does to a ticket, and telling everyone who may see it. */
import type { z } from 'zod'
import {
  changeTicket,
  commentOnTicket,
  createTicket,
  type TicketChange,
  type TicketEvent,
  ticketEventsAfter,
} from '../../backoffice/tickets/index.ts'
import type { Tx } from '../../db/client.ts'
import { unchanged } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { toTicketEvent } from './find-ticket.ts'
import { readTicketRow } from './ticket-rows.ts'
import type * as api from './tickets.api.ts'
import { ownCustomersOf, refuseUnseen } from './visible.ts'

/** After the commit, to everyone who may read all tickets of the tenant. */
export async function publishTicket(
  app: App,
  tx: Tx,
  { ticketId, event }: { ticketId: string; event: TicketEvent },
): Promise<api.Row> {
  const ticket = await readTicketRow(tx, ticketId)
  const told: z.infer<typeof api.TicketTold> = { ...toTicketEvent(event), ticket }
  tx.afterCommit(() => app.live.toTickets(tx.tenantId, 'ticket', told))
  return ticket
}

/** The same for a ticket that was just opened. */
export async function publishOpened(app: App, tx: Tx, ticketId: string): Promise<api.Row> {
  const [event] = await ticketEventsAfter(tx, { ticketId, seq: 0, most: 1 })
  return event ? publishTicket(app, tx, { ticketId, event }) : readTicketRow(tx, ticketId)
}

/** Opens a ticket that comes from no conversation. The same id again is the same ticket. */
export async function openTicket(
  app: App,
  tx: Tx,
  who: Who,
  input: z.infer<typeof api.newTicket>,
): Promise<api.Row> {
  await refuseOthersCustomer(tx, who, input.customerId)
  const { rowCount } = await tx.query('SELECT 1 FROM tickets WHERE id = $1', [input.id])
  await createTicket(tx, { ...input, conversationId: null, createdById: who.memberId })
  if (!rowCount) return publishOpened(app, tx, input.id)
  unchanged(tx)
  return readTicketRow(tx, input.id)
}

async function refuseOthersCustomer(tx: Tx, who: Who, customerId: string | null): Promise<void> {
  const resellerId = ownCustomersOf(who)
  if (resellerId === null) return
  const { rowCount } = await tx.query('SELECT 1 FROM customers WHERE id = $1 AND reseller_id = $2', [
    customerId,
    resellerId,
  ])
  if (!rowCount) throw new Refusal('missing', 'There is no such customer')
}

/** Changes a ticket they may see. Refuses who has not seen what happened meanwhile; see changeTicket. */
export async function changeOneTicket(
  app: App,
  tx: Tx,
  who: Who,
  {
    id,
    change,
    lastSeq,
    sendAnyway,
  }: { id: string; change: TicketChange; lastSeq: number | null; sendAnyway: boolean },
): Promise<api.Row> {
  await refuseUnseen(tx, who, id)
  const { memberId } = who
  const event = await changeTicket(tx, { id, change, lastSeq, sendAnyway, memberId, now: app.clock.now() })
  return event ? publishTicket(app, tx, { ticketId: id, event }) : readTicketRow(tx, id)
}

/** Adds a comment to a ticket they may see. */
export async function commentOnOneTicket(
  app: App,
  tx: Tx,
  who: Who,
  { ticketId, ...comment }: { ticketId: string; id: string; text: string },
): Promise<api.Row> {
  await refuseUnseen(tx, who, ticketId)
  const { memberId } = who
  const event = await commentOnTicket(tx, { ...comment, ticketId, memberId, now: app.clock.now() })
  return event ? publishTicket(app, tx, { ticketId, event }) : readTicketRow(tx, ticketId)
}
