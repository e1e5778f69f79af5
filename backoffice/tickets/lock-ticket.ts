import type { Tx } from '../../db/client.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { TicketPriority, TicketStatus } from './ticket.ts'
import type { Named } from './ticket-log.ts'

export type LockedTicket = {
  id: string
  number: number
  subject: string
  description: string
  status: TicketStatus
  priority: TicketPriority
  assignee: Named | null
  lastSeq: number
}

/** The ticket, locked until the transaction ends; refuses one that is not there (missing). */
export async function lockTicket(tx: Tx, id: string): Promise<LockedTicket> {
  const { rows } = await tx.query<LockedTicket & { assigneeId: string | null; assigneeName: string | null }>(
    {
      name: 'lock-ticket',
      text: `SELECT t.id, t.number, t.subject, t.description, t.status, t.priority, t.last_seq AS "lastSeq",
          t.assignee_id AS "assigneeId", (SELECT m.name FROM members m WHERE m.id = t.assignee_id) AS "assigneeName"
        FROM tickets t WHERE t.id = $1 FOR UPDATE OF t`,
    },
    [id],
  )
  const row = rows[0]
  if (!row) throw new Refusal('missing', 'There is no such ticket.')
  const { assigneeId, assigneeName, ...ticket } = row
  return { ...ticket, assignee: assigneeId ? { id: assigneeId, name: assigneeName ?? '' } : null }
}

/** How the audit trail names a ticket. */
export const ticketSubject = ({ id, number, subject }: { id: string; number: number; subject: string }) => ({
  kind: 'ticket',
  id,
  name: `#${number} ${subject}`,
})
