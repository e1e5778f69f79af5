import { expect, it } from 'vitest'
import type { ConversationListItem, Message } from '../api/types.ts'
import { Rows } from '../live/rows.ts'
import type { Thread } from '../live/thread-events.ts'
import { difference, isNothing } from './difference.ts'

const row = (id: string, lastSeq = 1) => ({ id, lastSeq }) as ConversationListItem
const thread = (count: number) =>
  ({
    messages: Array.from({ length: count }, (_, at) => ({ id: `m${at}`, seq: at + 1 }) as Message),
    hasEarlier: false,
    lastSeq: count,
  }) as Thread
const held = (rows: ConversationListItem[], threads: Record<string, Thread> = {}) => ({
  rows: Rows.none.with(rows),
  threads,
})

it('the same held twice is nothing to write', () => {
  const now = held([row('a')], { a: thread(1) })
  expect(isNothing(difference(now, now))).toBe(true)
})

it('writes rows that changed, and removes those held no more with their threads', () => {
  const before = held([row('a'), row('b')], { b: thread(1) })
  const now = held([row('a', 2)], { b: thread(1) })
  expect(difference(before, now)).toEqual({ rows: [row('a', 2)], gone: ['b'], threads: [] })
})

it('writes a thread that changed, never one without its row', () => {
  const now = held([row('a')], { a: thread(2), stranger: thread(1) })
  const { threads } = difference(held([row('a')], { a: thread(1) }), now)
  expect(threads.map(({ id }) => id)).toEqual(['a'])
})

it('keeps the latest hundred messages of a thread, and that there are earlier ones', () => {
  const now = held([row('a')], { a: thread(140) })
  const [written] = difference(held([]), now).threads
  expect(written?.thread.messages.map(message => message.seq)).toEqual(
    Array.from({ length: 100 }, (_, at) => at + 41),
  )
  expect(written?.thread.hasEarlier).toBe(true)
})
