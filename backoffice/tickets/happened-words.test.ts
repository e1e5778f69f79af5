import { expect, it } from 'vitest'
import { agoWords, happenedWords } from './happened-words.ts'
import type { TicketChanges, TicketEvent } from './ticket-log.ts'

const now = new Date('2026-03-04T10:00:00Z')
const thandi = { id: 'thandi', name: 'Thandi' }
const changed = (changes: TicketChanges, minutesAgo = 2): TicketEvent => ({
  seq: 2,
  type: 'ticket.changed',
  member: thandi,
  data: { changes },
  at: new Date(now.getTime() - minutesAgo * 60_000),
})

it('says who did what, and how long ago', () => {
  expect(happenedWords(changed({ status: { from: 'inProgress', to: 'pending' } }), now)).toBe(
    'Thandi set this to pending 2 minutes ago',
  )
  const sipho = { id: 'sipho', name: 'Sipho' }
  const both: TicketChanges = {
    priority: { from: 'low', to: 'urgent' },
    assignee: { from: null, to: sipho },
  }
  expect(happenedWords(changed(both, 0), now)).toBe('Thandi made this urgent and gave this to Sipho just now')
  expect(happenedWords(changed({ assignee: { from: sipho, to: thandi } }, 61), now)).toBe(
    'Thandi took this 1 hour ago',
  )
  expect(happenedWords({ ...changed({}), member: null }, now)).toBe('Somebody changed this 2 minutes ago')
})

it('counts in the largest unit that fits', () => {
  expect([0, 59_000, 60_000, 3_599_000, 7_200_000, 86_400_000, 864_000_000].map(agoWords)).toEqual([
    'just now',
    'just now',
    '1 minute ago',
    '59 minutes ago',
    '2 hours ago',
    '1 day ago',
    '10 days ago',
  ])
})
