import type { tickets } from '../../db/schema/index.ts'
import type { TicketStatus } from './states.ts'

export type { TicketStatus } from './states.ts'

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
  assigneeId: string | null
  createdById: string | null
  createdAt: Date
  /** Of the last thing that happened to it. */
  lastSeq: number
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
  assigneeId: row.assigneeId,
  createdById: row.createdById,
  createdAt: row.createdAt,
  lastSeq: row.lastSeq,
})
