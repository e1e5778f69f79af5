/** How the states of a ticket are called and look on a screen. */
import type { TicketStatus } from '../api/types.ts'
import { say } from '../words/say.ts'

/** In the order in which work goes on. */
export const ticketStates: readonly TicketStatus[] = [
  'acknowledged',
  'inProgress',
  'pending',
  'held',
  'resolved',
  'closed',
  'cancelled',
  'rejected',
]

export const stateWords: Record<TicketStatus, string> = {
  acknowledged: say`New`,
  inProgress: say`In progress`,
  pending: say`Pending`,
  held: say`Held`,
  resolved: say`Resolved`,
  closed: say`Closed`,
  cancelled: say`Cancelled`,
  rejected: say`Rejected`,
}

export const stateMoods: Record<TicketStatus, 'accent' | 'good' | 'warn' | 'quiet'> = {
  acknowledged: 'accent',
  inProgress: 'good',
  pending: 'warn',
  held: 'warn',
  resolved: 'quiet',
  closed: 'quiet',
  cancelled: 'quiet',
  rejected: 'quiet',
}

const openStates: readonly TicketStatus[] = ['acknowledged', 'inProgress', 'pending', 'held']

/** Somebody still has to work on it. */
export const isOpen = (status: TicketStatus): boolean => openStates.includes(status)
