import { describe, expect, it } from 'vitest'
import { mayMove, type TicketStatus, ticketMoves, ticketStates, whyNot } from './states.ts'

/** Row: from. Column: to, in the order of the states. x: may go, -: stays, .: may not. */
const table: Record<TicketStatus, string> = {
  acknowledged: '- x x x . . x x',
  inProgress: '. - x x x . x .',
  pending: '. x - x x . x .',
  held: '. x x - . . x .',
  resolved: '. x . . - x . .',
  closed: 'x . . . . - . .',
  cancelled: 'x . . . . . - .',
  rejected: 'x . . . . . . -',
}

describe('the states of a ticket', () => {
  it.each(ticketStates)('from %s it goes where the table says', from => {
    const row = ticketStates.map(to => (from === to ? '-' : mayMove(from, to) ? 'x' : '.')).join(' ')
    expect(row).toBe(table[from])
  })

  it('every move that is not allowed says what to do instead, and every other says nothing', () => {
    const moves = ticketMoves()
    for (const from of ticketStates) {
      for (const to of ticketStates) {
        expect(moves[from][to] === null, `${from} to ${to}`).toBe(from === to || mayMove(from, to))
      }
    }
    expect(whyNot('acknowledged', 'resolved')).toBe(
      'Only a ticket in progress or pending can be resolved: put it in progress first.',
    )
    expect(whyNot('closed', 'pending')).toBe('This ticket is closed: open it again as new first.')
    expect(whyNot('resolved', 'held')).toBe(
      'A resolved ticket cannot be held: put it in progress again first.',
    )
  })

  it('what is over comes back as new only, and no state is a dead end', () => {
    for (const over of ['closed', 'cancelled', 'rejected'] as const) {
      expect(ticketStates.filter(to => mayMove(over, to))).toEqual(['acknowledged'])
    }
  })
})
