/** A ticket's state and urgency in words. Pure. */
import type { Ticket } from '../api/types.ts'
import { say } from '../words/say.ts'

const states: Record<Ticket['status'], string> = {
  acknowledged: say`New`,
  inProgress: say`In progress`,
  pending: say`Pending`,
  held: say`Held`,
  resolved: say`Resolved`,
  closed: say`Closed`,
  cancelled: say`Cancelled`,
  rejected: say`Rejected`,
}

export const ticketState = (status: string): string => states[status as Ticket['status']] ?? status

export const isOpenTicket = ({ status }: Pick<Ticket, 'status'>): boolean =>
  ['acknowledged', 'inProgress', 'pending', 'held'].includes(status)
