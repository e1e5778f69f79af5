/** The states of a ticket (TMF621) and which may follow which. Pure. */

/** In the order in which work goes on. */
export const ticketStates = [
  'acknowledged',
  'inProgress',
  'pending',
  'held',
  'resolved',
  'closed',
  'cancelled',
  'rejected',
] as const

export type TicketStatus = (typeof ticketStates)[number]

/** Someone still has to work on these. */
export const openStates: readonly TicketStatus[] = ['acknowledged', 'inProgress', 'pending', 'held']

/** What each is called in a sentence: "Thandi set this to in progress". */
export const stateWords: Record<TicketStatus, string> = {
  acknowledged: 'new',
  inProgress: 'in progress',
  pending: 'pending',
  held: 'held',
  resolved: 'resolved',
  closed: 'closed',
  cancelled: 'cancelled',
  rejected: 'rejected',
}

const moves: Record<TicketStatus, readonly TicketStatus[]> = {
  acknowledged: ['inProgress', 'pending', 'held', 'cancelled', 'rejected'],
  inProgress: ['pending', 'held', 'resolved', 'cancelled'],
  pending: ['inProgress', 'held', 'resolved', 'cancelled'],
  held: ['inProgress', 'pending', 'cancelled'],
  resolved: ['inProgress', 'closed'],
  closed: ['acknowledged'],
  cancelled: ['acknowledged'],
  rejected: ['acknowledged'],
}

/** Whether a ticket in the one state may go to the other. Staying is no move. */
export const mayMove = (from: TicketStatus, to: TicketStatus): boolean => moves[from].includes(to)

/** Why it may not, with what to do instead; null when it may, and for staying. */
export function whyNot(from: TicketStatus, to: TicketStatus): string | null {
  if (from === to || mayMove(from, to)) return null
  if (isOver(from)) return `This ticket is ${stateWords[from]}: open it again as new first.`
  if (to === 'acknowledged') return 'Only a ticket that is over can be new again.'
  if (to === 'closed') return 'Only a resolved ticket can be closed: resolve it first.'
  if (to === 'rejected') return 'Work on it has begun: cancel it instead.'
  if (to === 'resolved')
    return 'Only a ticket in progress or pending can be resolved: put it in progress first.'
  return `A resolved ticket cannot be ${stateWords[to]}: put it in progress again first.`
}

/** Nothing happens to these unless they are opened again. */
const isOver = (state: TicketStatus): boolean =>
  state === 'closed' || state === 'cancelled' || state === 'rejected'

/** The whole table: from each state to each other, null where it may go and else why not. */
export const ticketMoves = (): Record<TicketStatus, Record<TicketStatus, string | null>> =>
  tableOf(from => tableOf(to => whyNot(from, to)))

const tableOf = <T>(cell: (state: TicketStatus) => T) =>
  Object.fromEntries(ticketStates.map(state => [state, cell(state)])) as Record<TicketStatus, T>
