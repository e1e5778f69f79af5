/** A ticket's state and urgency in words. Pure. */
import type { Ticket } from '../api/types.ts'

const states: Record<Ticket['status'], string> = {
  acknowledged: 'New',
  inProgress: 'In progress',
  pending: 'Pending',
  held: 'Held',
  resolved: 'Resolved',
  closed: 'Closed',
  cancelled: 'Cancelled',
  rejected: 'Rejected',
}

export const ticketState = (status: string): string => states[status as Ticket['status']] ?? status

export const isOpenTicket = ({ status }: Pick<Ticket, 'status'>): boolean =>
  ['acknowledged', 'inProgress', 'pending', 'held'].includes(status)
