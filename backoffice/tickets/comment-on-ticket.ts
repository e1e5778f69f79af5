import type { Tx } from '../../db/client.ts'
import { audit, unchanged } from '../../platform/audit/index.ts'
import { Refusal } from '../../platform/refusal.ts'
import { lockTicket, ticketSubject } from './lock-ticket.ts'
import { appendTicketEvent, type TicketEvent } from './ticket-log.ts'

/** `id`: made by the caller; the same one again is the same comment. */
export type NewComment = { ticketId: string; id: string; text: string; memberId: string; now: Date }

/** Adds a comment for colleagues; null when it was there already. Refuses one without words (invalid). */
export async function commentOnTicket(tx: Tx, input: NewComment): Promise<TicketEvent | null> {
  const text = input.text.trim()
  if (text === '') throw new Refusal('invalid', 'A comment needs words.')
  const { ticketId, memberId } = input
  const ticket = await lockTicket(tx, ticketId)
  // Behind the ticket's lock nobody else can be writing the same one.
  const { rowCount } = await tx.query(
    `SELECT 1 FROM ticket_events WHERE ticket_id = $1 AND type = 'ticket.commented' AND data->>'id' = $2`,
    [ticketId, input.id],
  )
  if (rowCount) {
    unchanged(tx)
    return null
  }
  audit(tx, { action: 'tickets.comment', subject: ticketSubject(ticket) })
  const happened = { type: 'ticket.commented', data: { id: input.id, text } } as const
  return appendTicketEvent(tx, { ...happened, ticketId, memberId, at: input.now })
}
