/** What happened to a ticket, in order. Its row gives out the numbers, so whoever appends holds its lock. */
import type { Tx } from '../../db/client.ts'
import type { TicketPriority, TicketStatus } from './ticket.ts'

export type Named = { id: string; name: string }
export type FromTo<T> = { from: T; to: T }

/** What a change changed; what stayed is not there. */
export type TicketChanges = {
  status?: FromTo<TicketStatus>
  priority?: FromTo<TicketPriority>
  assignee?: FromTo<Named | null>
  subject?: FromTo<string>
  description?: FromTo<string>
}

type Happened =
  | { type: 'ticket.created'; data: Record<string, never> }
  | { type: 'ticket.changed'; data: { changes: TicketChanges } }
  | { type: 'ticket.commented'; data: { id: string; text: string } }

export type TicketEvent = { seq: number; member: Named | null; at: Date } & Happened

const eventColumns = `e.seq, e.type, e.data, e.at, e.member_id AS "memberId",
  (SELECT m.name FROM members m WHERE m.id = e.member_id) AS "memberName"`

type Row = Happened & { seq: number; at: Date; memberId: string | null; memberName: string | null }

const eventOf = ({ memberId, memberName, ...row }: Row): TicketEvent => ({
  ...row,
  member: memberId ? { id: memberId, name: memberName ?? '' } : null,
})

/** Takes the ticket's next number. `memberId` of nobody who works here is left out. */
export async function appendTicketEvent(
  tx: Tx,
  event: Happened & { ticketId: string; memberId: string | null; at: Date },
): Promise<TicketEvent> {
  const { rows } = await tx.query<Row>(
    {
      name: 'append-ticket-event',
      text: `WITH moved AS (
          UPDATE tickets SET last_seq = last_seq + 1, updated_at = GREATEST(updated_at, $5) WHERE id = $1 RETURNING last_seq
        ), e AS (
          INSERT INTO ticket_events (ticket_id, seq, type, member_id, data, at)
          SELECT $1, moved.last_seq, $2, (SELECT m.id FROM members m WHERE m.id = $3), $4, $5 FROM moved RETURNING *
        ) SELECT ${eventColumns} FROM e`,
    },
    [event.ticketId, event.type, event.memberId, event.data, event.at],
  )
  if (!rows[0]) throw new Error(`ticket ${event.ticketId} is not there to write to`)
  return eventOf(rows[0])
}

/** What happened after `seq`, oldest first, at most `most`. */
export async function ticketEventsAfter(
  tx: Tx,
  { ticketId, seq, most }: { ticketId: string; seq: number; most: number },
): Promise<TicketEvent[]> {
  const { rows } = await tx.query<Row>(
    {
      name: 'ticket-events-after',
      text: `SELECT ${eventColumns} FROM ticket_events e WHERE e.ticket_id = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3`,
    },
    [ticketId, seq, most],
  )
  return rows.map(eventOf)
}
