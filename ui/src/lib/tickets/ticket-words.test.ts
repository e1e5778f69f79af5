import { describe, expect, it } from 'vitest'
import type { OpenTicket, TicketEvent, TicketRow } from '../api/types.ts'
import { eventWords } from './event-words.ts'
import { fits } from './fits.ts'
import { afterAsking, afterTold, isBehind } from './ticket-changes.ts'

const thandi = { id: 'thandi', name: 'Thandi' }
const sipho = { id: 'sipho', name: 'Sipho' }
const row: TicketRow = {
  id: 'one',
  number: 12,
  subject: 'No light',
  status: 'pending',
  priority: 'high',
  customer: { id: 'amara', name: 'Amara' },
  assignee: thandi,
  createdAt: '2026-03-01T10:00:00.000Z',
  updatedAt: '2026-03-01T10:00:00.000Z',
  resolvedAt: null,
  lastSeq: 1,
}
const event = (seq: number, changes: Record<string, unknown>): TicketEvent => ({
  seq,
  type: 'ticket.changed',
  member: thandi,
  data: { changes },
  at: '2026-03-01T11:00:00.000Z',
})
const open: OpenTicket = {
  ticket: row,
  description: 'Since morning',
  createdBy: thandi,
  customer: null,
  conversation: null,
  events: [{ ...event(1, {}), type: 'ticket.created', data: {} }],
  moves: {},
}

describe('a line of history', () => {
  it('says who changed what from what to what', () => {
    expect(
      eventWords(
        event(2, {
          status: { from: 'acknowledged', to: 'inProgress' },
          assignee: { from: null, to: thandi },
        }),
      ),
    ).toBe('Thandi moved this from New to In progress and took it')
    expect(eventWords(event(2, { priority: { from: 'low', to: 'urgent' } }))).toBe(
      'Thandi set priority from Low to Urgent',
    )
    expect(eventWords(event(2, { assignee: { from: thandi, to: sipho } }))).toBe('Thandi gave it to Sipho')
    expect(eventWords(event(2, { assignee: { from: sipho, to: null } }))).toBe('Thandi took it from Sipho')
    expect(eventWords({ ...event(2, { subject: { from: 'Slow', to: 'No light' } }), member: null })).toBe(
      'Trunkline changed the subject from “Slow”',
    )
    expect(eventWords(event(2, {}))).toBe('Thandi changed this')
  })
})

describe('an open ticket', () => {
  const second = {
    ...event(2, { description: { from: 'Since morning', to: 'Since noon' } }),
    ticket: { ...row, lastSeq: 2 },
  }

  it('takes what is told in, once', () => {
    const after = afterTold(open, second)
    expect([after.description, after.events.length, isBehind(after)]).toEqual(['Since noon', 2, false])
    expect(afterTold(after, second)).toEqual(after)
    expect(afterTold(open, { ...second, ticket: { ...row, id: 'other' } })).toBe(open)
  })

  it('knows when it missed something, and what it asked for fills the gap', () => {
    const gap = afterTold(open, {
      ...event(3, { priority: { from: 'high', to: 'low' } }),
      ticket: { ...row, priority: 'low', lastSeq: 3 },
    })
    expect([isBehind(gap), gap.ticket.priority, gap.events.length]).toEqual([true, 'low', 1])
    const filled = afterAsking(gap, { ticket: { ...row, lastSeq: 2 }, items: [event(2, {}), event(3, {})] })
    expect([isBehind(filled), filled.ticket.priority, filled.events.length]).toEqual([false, 'low', 3])
  })
})

it('a ticket fits a filter as the server would say', () => {
  const asked = { memberId: 'thandi', now: Date.parse('2026-03-11T10:00:00Z') }
  const yes = [
    {},
    { status: 'open' },
    { status: 'closed,pending' },
    { priority: 'high' },
    { assignee: 'me' },
    { assignee: 'thandi' },
    { customer: 'amara' },
    { age: 'older' },
  ]
  const no = [
    { status: 'closed' },
    { priority: 'low' },
    { assignee: 'none' },
    { assignee: 'sipho' },
    { customer: 'sipho' },
    { age: 'week' },
    { age: 'month' },
  ]
  expect(yes.filter(query => !fits(row, query, asked))).toEqual([])
  expect(no.filter(query => fits(row, query, asked))).toEqual([])
  expect(fits({ ...row, assignee: null }, { assignee: 'none' }, asked)).toBe(true)
})
