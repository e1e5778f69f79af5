/** Trouble tickets (TMF621). */
export { type ChangingTicket, changeTicket, type TicketChange } from './change-ticket.ts'
export { commentOnTicket } from './comment-on-ticket.ts'
export { createTicket, type NewTicket } from './create-ticket.ts'
export { openTickets } from './open-tickets.ts'
export { openStates, ticketMoves, ticketStates } from './states.ts'
export type { Ticket, TicketPriority, TicketStatus } from './ticket.ts'
export { type TicketEvent, ticketEventsAfter } from './ticket-log.ts'
