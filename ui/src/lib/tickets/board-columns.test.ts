import { describe, expect, it } from 'vitest'
import type { TicketRow, TicketStatus } from '../api/types.ts'
import { afterTold, type Board, boardOf, orderOf, refetched, settled } from './board-columns.ts'
import { ticketStates } from './state-words.ts'

const row = (id: string, more: Partial<TicketRow> = {}): TicketRow => ({
  id,
  number: 1,
  subject: id,
  status: 'acknowledged',
  priority: 'normal',
  customer: null,
  assignee: null,
  createdAt: `2026-03-0${id}T10:00:00.000Z`,
  updatedAt: `2026-03-0${id}T10:00:00.000Z`,
  resolvedAt: null,
  lastSeq: 1,
  ...more,
})
const boardWith = (...rows: TicketRow[]): Board =>
  boardOf({
    moves: {},
    columns: ticketStates.map(status => {
      const items = rows.filter(each => each.status === status)
      return { status, items, count: items.length }
    }),
  })
const told = (ticket: TicketRow, type: 'ticket.changed' | 'ticket.created' = 'ticket.changed') => ({
  type,
  ticket,
})
const all = () => true

describe('the board', () => {
  it('puts the most urgent and the oldest first, and of what is over the latest', () => {
    const board = boardWith(
      row('3'),
      row('1'),
      row('2', { priority: 'urgent' }),
      row('4', { status: 'closed' }),
      row('5', { status: 'closed' }),
    )
    expect(orderOf(board, 'acknowledged')).toEqual(['2', '1', '3'])
    expect(orderOf(board, 'closed')).toEqual(['5', '4'])
  })

  it('moves a card and its numbers once, however often and in whatever order it is told', () => {
    const board = boardWith(row('1'), row('2'))
    const moved = row('1', { status: 'pending', lastSeq: 3 })
    const after = afterTold(board, told(moved), all).board
    expect([after.counts.acknowledged, after.counts.pending]).toEqual([1, 1])
    expect(orderOf(after, 'pending')).toEqual(['1'])
    const late = afterTold(after, told(row('1', { status: 'inProgress', lastSeq: 2 })), all)
    expect(late).toEqual({ board: after, isKnown: true })
    expect(afterTold(after, told(moved), all).board).toBe(after)
  })

  it('takes a new card in, lets go of one that fits no more, and says when its numbers need the server', () => {
    const board = boardWith(row('1'))
    const opened = afterTold(board, told(row('2'), 'ticket.created'), all)
    expect([opened.isKnown, opened.board.counts.acknowledged]).toEqual([true, 2])
    const gone = afterTold(board, told(row('1', { lastSeq: 2 })), () => false)
    expect([gone.isKnown, gone.board.counts.acknowledged, gone.board.rows.size]).toEqual([true, 0, 0])
    const stranger = afterTold(board, told(row('7', { status: 'held', lastSeq: 9 })), all)
    expect([stranger.isKnown, stranger.board.counts.held, orderOf(stranger.board, 'held')]).toEqual([
      false,
      0,
      ['7'],
    ])
  })

  it('a fetch does not undo what was told after it', () => {
    const held = afterTold(boardWith(row('1')), told(row('1', { status: 'held', lastSeq: 2 })), all).board
    expect(refetched(held, boardWith(row('1'))).rows.get('1')?.status).toBe('held')
  })

  it('shows a card that waits for the server where it goes, and back where it was when it is refused', () => {
    const board = boardWith(row('1'), row('2', { status: 'inProgress' }))
    const moving = new Map<string, TicketStatus>([['1', 'inProgress']])
    expect(orderOf(board, 'inProgress', moving)).toEqual(['1', '2'])
    expect(orderOf(board, 'acknowledged', moving)).toEqual([])
    expect(orderOf(board, 'acknowledged')).toEqual(['1'])
  })

  it('moves nothing under the pointer', () => {
    expect(settled(['a', 'b', 'c'], ['x', 'c', 'a'])).toEqual(['a', 'b', 'c', 'x'])
    expect(settled(null, ['x', 'c'])).toEqual(['x', 'c'])
  })
})
