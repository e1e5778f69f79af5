import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ConversationListItem } from '../api/types.ts'
import { ruleOf } from './list-order.ts'
import { Ordered } from './ordered.ts'
import { Rows } from './rows.ts'

const row = (id: string, minute: number, more: Partial<ConversationListItem> = {}) =>
  ({
    id,
    status: 'open',
    snoozedUntil: null,
    lastMessageAt: new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString(),
    ...more,
  }) as ConversationListItem
const open = () => new Ordered(ruleOf('open', 'thandi'))

describe('the order of a view', () => {
  test('has the newest message first, and rows beyond the fetched stretch wait for their page', () => {
    const rows = Rows.none.with([row('old', 1), row('new', 9), row('middle', 5)])
    expect(open().of(rows, null)).toEqual(['new', 'middle', 'old'])
    expect(open().of(rows, row('middle', 5))).toEqual(['new', 'middle'])
  })

  test('keeps the last row fetched in sight when it has moved below others since', () => {
    const byWaiting = new Ordered({
      holds: () => true,
      compare: (a, b) => Number(a.lastSeq) - Number(b.lastSeq) || (a.id < b.id ? -1 : 1),
    })
    const end = row('end', 1, { lastSeq: 2 })
    const rows = Rows.none.with([
      row('a', 1, { lastSeq: 1 }),
      { ...end, lastSeq: 9 },
      row('b', 1, { lastSeq: 5 }),
    ])
    expect(byWaiting.of(rows, end)).toEqual(['a', 'end'])
  })

  const id = fc.integer({ min: 0, max: 60 }).map(at => `0197-${at.toString(16).padStart(4, '0')}`)
  const anyRow = fc
    .record({ id, minute: fc.integer({ min: 0, max: 9 }), status: fc.constantFrom('open', 'resolved') })
    .map(({ id, minute, status }) => row(id, minute, { status: status as 'open' }))
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ put: fc.array(anyRow, { maxLength: 6 }) }) },
    { weight: 1, arbitrary: fc.record({ put: fc.array(anyRow, { minLength: 20, maxLength: 60 }) }) },
    { weight: 1, arbitrary: fc.record({ take: fc.array(id, { maxLength: 3 }) }) },
  )

  test('followed through any changes is the order a sort from scratch gives', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.option(anyRow), (steps, end) => {
        const followed = open()
        let rows = Rows.none
        for (const each of steps) {
          rows = 'put' in each ? rows.with(each.put) : rows.without(each.take)
          expect(followed.of(rows, null)).toEqual(sorted(rows))
          expect(followed.of(rows, end)).toEqual(open().of(rows, end))
        }
      }),
    )
  })
})

const sorted = (rows: Rows): string[] =>
  rows
    .values()
    .filter(one => one.status === 'open')
    .sort((a, b) =>
      a.lastMessageAt === b.lastMessageAt
        ? b.id.localeCompare(a.id)
        : Date.parse(b.lastMessageAt) - Date.parse(a.lastMessageAt),
    )
    .map(one => one.id)
