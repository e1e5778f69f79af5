/** Trouble tickets (TMF621). */
export { createTicket, type NewTicket } from './create-ticket.ts'
export { openTickets } from './open-tickets.ts'
export type { Ticket, TicketPriority, TicketStatus } from './ticket.ts'
export { type TicketHappening, ticketHistory } from './ticket-history.ts'
export { type TicketOf, ticketsOf } from './tickets-of.ts'
