import type { Tx } from '../../db/client.ts'
import { type Before, newestFirst } from '../../platform/newest-first.ts'

export type TicketHappening = {
  at: string
  id: string
  /** ticket.changed, ticket.commented; that it was opened says the ticket itself. */
  type: string
  data: Record<string, unknown>
  author: string | null
  ticketId: string
  number: number
  subject: string
}

const statement = newestFirst(
  'x.type, x.data, x.author, x.ticket_id AS "ticketId", x.number, x.subject',
  `SELECT e.at AS moment, e.ticket_id || ':' || e.seq AS id, e.type, e.data, m.name AS author, e.ticket_id, t.number,
     t.subject
   FROM tickets t JOIN ticket_events e ON e.tenant_id = t.tenant_id AND e.ticket_id = t.id
   LEFT JOIN members m ON m.tenant_id = e.tenant_id AND m.id = e.member_id
   WHERE t.customer_id = $1 AND e.type <> 'ticket.created'`,
)

/** What was changed of a customer's tickets and said about them, newest first. */
export async function ticketHistory(
  tx: Tx,
  customerId: string,
  before: Before,
  limit: number,
): Promise<TicketHappening[]> {
  const values = [customerId, before?.at ?? null, before?.id ?? null, limit]
  return (await tx.query<TicketHappening>(statement, values)).rows
}
