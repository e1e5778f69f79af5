import type { Tx } from '../../db/client.ts'
import { type Before, newestFirst } from '../../platform/newest-first.ts'
import type { TicketPriority, TicketStatus } from './ticket.ts'

export type TicketOf = {
  at: string
  id: string
  number: number
  subject: string
  description: string
  status: TicketStatus
  priority: TicketPriority
  assignee: string | null
  author: string | null
  createdAt: Date
  updatedAt: Date
  conversationId: string | null
}

const statement = newestFirst(
  `x.number, x.subject, x.description, x.status, x.priority, x.assignee, x.author, x.moment AS "createdAt",
   x.updated_at AS "updatedAt", x.conversation_id AS "conversationId"`,
  `SELECT t.created_at AS moment, t.id::text AS id, t.number, t.subject, t.description, t.status, t.priority,
     t.updated_at, t.conversation_id, a.name AS assignee, m.name AS author
   FROM tickets t LEFT JOIN members a ON a.tenant_id = t.tenant_id AND a.id = t.assignee_id
   LEFT JOIN members m ON m.tenant_id = t.tenant_id AND m.id = t.created_by_id
   WHERE t.customer_id = $1`,
)

/** Every ticket of a customer, open or not, the one opened last first. */
export async function ticketsOf(
  tx: Tx,
  customerId: string,
  before: Before,
  limit: number,
): Promise<TicketOf[]> {
  const values = [customerId, before?.at ?? null, before?.id ?? null, limit]
  return (await tx.query<TicketOf>(statement, values)).rows
}
