/** Who may do what with tickets: but for the conversation one comes from, it does not matter which inboxes one sees. */
import type { WithoutInbox } from './without-inbox.ts'

export const ticketHolders = (desk: string[]): Record<string, readonly string[]> => ({
  'tickets.create': desk,
  'tickets.read': [...desk, 'field'],
  'tickets.change': [...desk, 'field'],
})

export const ticketTable: Record<string, readonly [word: string, withoutInbox: WithoutInbox]> = {
  'post /api/conversations/{id}/tickets': ['tickets.create', 'missing'],
  'get /api/tickets': ['tickets.read', 'same'],
  'get /api/tickets/counts': ['tickets.read', 'same'],
  'get /api/tickets/board': ['tickets.read', 'same'],
  'get /api/tickets/export': ['tickets.read', 'same'],
  'post /api/tickets': ['tickets.create', 'same'],
  'post /api/tickets/bulk': ['tickets.change', 'same'],
  'get /api/tickets/{id}': ['tickets.read', 'same'],
  'get /api/tickets/{id}/events': ['tickets.read', 'same'],
  'patch /api/tickets/{id}': ['tickets.change', 'same'],
  'post /api/tickets/{id}/comments': ['tickets.change', 'same'],
}
