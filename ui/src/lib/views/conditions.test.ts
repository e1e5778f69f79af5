import { expect, test } from 'vitest'
import type { BuiltInView, ConversationListItem } from '../api/types.ts'
import { isInView } from '../live/list-order.ts'
import { builtInFilter, conditionOf, dependsOnTime, filterOf, flatOf, isComplete } from './conditions.ts'
import { matches } from './matches.ts'

const row = (more: Partial<ConversationListItem>): ConversationListItem => ({
  id: 'a',
  contact: { id: 'c', name: 'Lerato' },
  thread: 'chat',
  status: 'open',
  subject: null,
  assignee: null,
  team: null,
  customer: null,
  priority: 'normal',
  labels: [],
  snoozedUntil: null,
  fields: {},
  inboxIds: [],
  channel: 'sms',
  preview: '',
  lastDirection: 'in',
  lastMessageAt: '2026-03-02T09:00:00.000Z',
  waitingSince: null,
  inboundCount: 1,
  lastSeq: 1,
  readCount: 0,
  ...more,
})

test('a built-in view as a filter holds exactly the rows of that view', () => {
  const rows = (['open', 'resolved'] as const).flatMap(status =>
    [null, { id: 'me', name: 'Me' }, { id: 'you', name: 'You' }].flatMap(assignee =>
      [null, '2026-03-03T06:00:00.000Z'].map(snoozedUntil => row({ status, assignee, snoozedUntil })),
    ),
  )
  for (const [view, filter] of Object.entries(builtInFilter)) {
    const byView = rows.map(one => isInView(one, view as BuiltInView, 'me'))
    expect(
      rows.map(one => matches(one, filter, { memberId: 'me', now: 0 })),
      view,
    ).toEqual(byView)
    expect(byView).toContain(true)
  }
})

test('the editor shows one list of conditions as it was written, and none that has groups', () => {
  const conditions = [conditionOf('status'), conditionOf('waitingMinutes')]
  expect(flatOf(filterOf('any', conditions))).toEqual({ join: 'any', conditions })
  expect(flatOf({ all: [{ any: conditions }] })).toBeNull()
})

test('a condition is complete when everything in it is filled in', () => {
  expect(isComplete(conditionOf('label'))).toBe(false)
  expect(isComplete({ field: 'label', is: 'fibre' })).toBe(true)
  expect(isComplete({ field: 'waiting', is: false, not: true })).toBe(true)
})

test('only filters on how long somebody waits change with time', () => {
  expect(dependsOnTime({ all: [{ any: [conditionOf('waitingMinutes')] }] })).toBe(true)
  expect(dependsOnTime({ all: [conditionOf('waiting')] })).toBe(false)
})
