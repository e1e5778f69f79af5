/** One ticket as what is told changes it. Pure; out of order, twice or late, the end is the same as one fresh fetch. */
import type { OpenTicket, TicketEvent, TicketRow, TicketTold } from '../api/types.ts'

export const lastSeqOf = (open: OpenTicket): number => open.events.at(-1)?.seq ?? 0

/** Something happened that is not in its history here: it must be asked for. */
export const isBehind = (open: OpenTicket): boolean => open.ticket.lastSeq > lastSeqOf(open)

/** The later of two looks at the same ticket. */
export const later = (one: TicketRow, other: TicketRow): TicketRow =>
  other.lastSeq > one.lastSeq ? other : one

/** The next in line goes in; an old one is in already; one from further on shows that some were missed. */
export function afterTold(open: OpenTicket, told: TicketTold): OpenTicket {
  const { ticket, ...event } = told
  if (ticket.id !== open.ticket.id) return open
  const row = { ...open, ticket: later(open.ticket, ticket) }
  return event.seq === lastSeqOf(open) + 1 ? withEvent(row, event) : row
}

/** The answer to what came after the last known one. */
export function afterAsking(
  open: OpenTicket,
  answer: { ticket: TicketRow; items: TicketEvent[] },
): OpenTicket {
  const row = { ...open, ticket: later(open.ticket, answer.ticket) }
  return answer.items.reduce(
    (held, event) => (event.seq === lastSeqOf(held) + 1 ? withEvent(held, event) : held),
    row,
  )
}

function withEvent(open: OpenTicket, event: TicketEvent): OpenTicket {
  const changes = event.data.changes as { description?: { to: string } } | undefined
  const description = changes?.description?.to ?? open.description
  return { ...open, description, events: [...open.events, event] }
}
