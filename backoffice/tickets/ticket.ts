import type { tickets } from '../../db/schema/index.ts'

/** TMF621 states. */
export type TicketStatus =
  | 'acknowledged'
  | 'inProgress'
  | 'pending'
  | 'held'
  | 'resolved'
  | 'closed'
  | 'cancelled'
  | 'rejected'

export type TicketPriority = 'low' | 'normal' | 'high' | 'urgent'

export type Ticket = {
  id: string
  number: number
  customerId: string | null
  conversationId: string | null
  subject: string
  description: string
  status: TicketStatus
  priority: TicketPriority
  createdById: string | null
  createdAt: Date
}

export const toTicket = (row: typeof tickets.$inferSelect): Ticket => ({
  id: row.id,
  number: row.number,
  customerId: row.customerId,
  conversationId: row.conversationId,
  subject: row.subject,
  description: row.description,
  status: row.status as TicketStatus,
  priority: row.priority as TicketPriority,
  createdById: row.createdById,
  createdAt: row.createdAt,
})
