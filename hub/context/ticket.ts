import type { z } from 'zod'
import { createTicket as create, type Ticket } from '../../backoffice/tickets/index.ts'
import type { Tx } from '../../db/client.ts'
import { unchanged } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { customersOf } from '../contacts/customers-of.ts'
import { record } from '../conversations/change-conversation.ts'
import { lockConversation } from '../conversations/find-conversations.ts'
import { publishOpened } from '../tickets/work-on-ticket.ts'
import type { createTicket as createSchema, Ticket as TicketSchema } from './context.api.ts'

/** The back office's ticket in the API's words. */
export const toTicket = (ticket: Ticket): z.infer<typeof TicketSchema> => ({
  id: ticket.id,
  number: ticket.number,
  subject: ticket.subject,
  description: ticket.description,
  status: ticket.status,
  priority: ticket.priority,
  createdAt: ticket.createdAt.toISOString(),
})

/**
 * Opens a ticket out of a conversation; both show it. The same id again is the same ticket. Without a customer it is for
 * the one the conversation is about; refuses when the contact speaks for several and nobody said which.
 */
export async function createTicketFrom(
  app: App,
  tx: Tx,
  who: Who,
  conversationId: string,
  input: z.infer<typeof createSchema>,
): Promise<z.infer<typeof TicketSchema>> {
  const conversation = await lockConversation(tx, who, conversationId)
  const customers = await customersOf(tx, conversation.contact.id)
  if (input.customerId && !customers.some(customer => customer.id === input.customerId)) {
    throw new Refusal('missing', 'This contact does not speak for that customer.')
  }
  const customerId = input.customerId ?? conversation.customer?.id ?? null
  if (!customerId && customers.length > 1) {
    throw new Refusal('invalid', 'This contact speaks for several customers: say which one this is about.')
  }
  const { rowCount } = await tx.query('SELECT 1 FROM tickets WHERE id = $1', [input.id])
  const ticket = await create(tx, { ...input, customerId, conversationId, createdById: who.memberId })
  if (rowCount === 0) {
    const data = { ticketId: ticket.id, number: ticket.number, subject: ticket.subject }
    await record(app, tx, who, conversation, { type: 'ticket.created', data })
    await publishOpened(app, tx, ticket.id)
  } else unchanged(tx)
  return toTicket(ticket)
}
