import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ConversationListItem } from '../api/types.ts'
import { compareRows, isInView, ruleOf, type Saved, settle } from './list-order.ts'
import { Ordered } from './ordered.ts'
import { Rows } from './rows.ts'

const thandi = { id: 'thandi', name: 'Thandi Mokoena' }
const row = (id: string, minute: number, more: Partial<ConversationListItem> = {}): ConversationListItem => ({
  id,
  contact: { id: `contact ${id}`, name: id },
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
  lastMessageAt: new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString(),
  waitingSince: null,
  inboundCount: 1,
  lastSeq: 1,
  readCount: 0,
  ...more,
})

describe('views', () => {
  test('each view takes its own', () => {
    const mine = row('a', 1, { assignee: thandi })
    const resolved = row('b', 1, { status: 'resolved', assignee: thandi })
    expect(
      ['open', 'mine', 'unassigned', 'resolved'].map(view => isInView(mine, view as 'open', 'thandi')),
    ).toEqual([true, true, false, false])
    expect(isInView(resolved, 'mine', 'thandi')).toBe(false)
    expect(isInView(resolved, 'resolved', 'thandi')).toBe(true)
  })

  test('a snoozed conversation stands in its own view only, until it wakes', () => {
    const asleep = row('a', 1, { assignee: thandi, snoozedUntil: '2026-03-03T06:00:00.000Z' })
    const views = ['open', 'mine', 'unassigned', 'snoozed', 'resolved'] as const
    expect(views.filter(view => isInView(asleep, view, 'thandi'))).toEqual(['snoozed'])
    expect(views.filter(view => isInView({ ...asleep, snoozedUntil: null }, view, 'thandi'))).toEqual([
      'open',
      'mine',
    ])
  })

  test('a saved view takes what its filter takes, in its own order, and nothing before it is known', () => {
    const waits = (minute: number) => ({
      labels: ['fibre'],
      waitingSince: new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString(),
    })
    const rows = [
      row('new', 9, { labels: ['fibre'], priority: 'urgent' }),
      row('late', 5, waits(4)),
      row('early', 1, { ...waits(2), priority: 'low' }),
      row('other', 7),
    ]
    const filter = { all: [{ field: 'label' as const, is: 'fibre' }] }
    const inOrder = (saved: Saved | null) =>
      new Ordered(ruleOf('v/1', 'thandi', saved)).of(Rows.none.with(rows), null)
    const ordered = (sort: 'latest' | 'waiting' | 'priority') => inOrder({ filter, sort, now: 0 })
    expect(ordered('latest')).toEqual(['new', 'late', 'early'])
    expect(ordered('waiting')).toEqual(['early', 'late', 'new'])
    expect(ordered('priority')).toEqual(['new', 'late', 'early'])
    expect(inOrder(null)).toEqual([])
  })

  test('the order is total: equal times are settled by the id, as the server does', () => {
    const same = [row('a', 1), row('c', 1), row('b', 1)]
    expect(same.sort(compareRows).map(one => one.id)).toEqual(['c', 'b', 'a'])
  })
})

describe('a list that is held still', () => {
  test('shows what is wanted when nobody holds it', () => {
    expect(settle(['a', 'b'], ['c', 'a'], false)).toEqual({ shown: ['c', 'a'], waiting: 0 })
  })

  test('gathers new and risen rows and appends the next page', () => {
    expect(settle(['a', 'b', 'c'], ['new', 'c', 'a', 'b', 'd'], true)).toEqual({
      shown: ['a', 'b', 'c', 'd'],
      waiting: 2,
    })
  })

  test('keeps a row that left the view where it was', () => {
    expect(settle(['a', 'b', 'c'], ['a', 'c'], true)).toEqual({ shown: ['a', 'b', 'c'], waiting: 0 })
  })

  const ids = fc.uniqueArray(fc.constantFrom(...'abcdefghij'), { maxLength: 10 })
  test('never moves a shown row, never shows one twice, and says nothing waits when nothing moved', () => {
    fc.assert(
      fc.property(ids, ids, (shown, wanted) => {
        const held = settle(shown, wanted, true)
        if (shown.length > 0) expect(held.shown.slice(0, shown.length)).toEqual(shown)
        expect(new Set(held.shown).size).toBe(held.shown.length)
        expect(settle(shown, shown, true)).toEqual({ shown, waiting: 0 })
      }),
    )
  })
})
