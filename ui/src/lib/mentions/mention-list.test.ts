import { describe, expect, it } from 'vitest'
import type { Mention } from '../api/types.ts'
import {
  noMentions,
  orderOf,
  refetched,
  revisited,
  withAllSeen,
  withPage,
  withSeen,
  withWritten,
} from './mention-list.ts'

const mention = (id: string, minute: number, isSeen = false): Mention => ({
  messageId: id,
  conversationId: 'c',
  contact: { id: 'nandi', name: 'Nandi' },
  author: { id: 'sizwe', name: 'Sizwe' },
  text: 'Please look',
  at: `2026-03-02T09:${String(minute).padStart(2, '0')}:00.000Z`,
  seenAt: isSeen ? '2026-03-02T10:00:00.000Z' : null,
})
const seen = (id: string) => (one: Mention) => one.messageId === id
const start = refetched(noMentions, {
  items: [mention('c', 3), mention('a', 1), mention('d', 4, true)],
  unseen: 2,
})

describe('notes that name me', () => {
  it('stand unseen first, then the newest', () => {
    expect(orderOf(start)).toEqual(['c', 'a', 'd'])
    expect(orderOf(withWritten(start, mention('e', 5)))).toEqual(['e', 'c', 'a', 'd'])
    expect(orderOf(withPage(start, { items: [mention('b', 2, true)], unseen: 2 }))).toEqual([
      'c',
      'a',
      'd',
      'b',
    ])
  })

  it('stay where they are when they are seen, and go below at the next visit', () => {
    const after = withSeen(start, seen('c'))
    expect([orderOf(after), after.unseen]).toEqual([['c', 'a', 'd'], 1])
    const answer = { items: [mention('a', 1), mention('d', 4, true), mention('c', 3, true)], unseen: 1 }
    expect(orderOf(refetched(after, answer))).toEqual(['c', 'a', 'd'])
    expect(orderOf(revisited(after))).toEqual(['a', 'd', 'c'])
  })

  it('are counted once, however often they are told or seen', () => {
    const twice = withWritten(withWritten(start, mention('e', 5)), mention('e', 5))
    expect(twice.unseen).toBe(3)
    expect(withSeen(withSeen(twice, seen('e')), seen('e')).unseen).toBe(2)
    expect(withSeen(start, seen('d'))).toBe(start)
  })

  it('seen all together leave only what came later, also of those that were never fetched', () => {
    const many = withWritten({ ...start, unseen: 80 }, mention('e', 5))
    const after = withAllSeen(many, mention('c', 3).at)
    expect(after.unseen).toBe(1)
    expect(after.held.e?.isSeen).toBe(false)
    expect(after.held.a?.isSeen).toBe(true)
  })

  it('that can be seen no more are gone after the next fetch', () => {
    expect(orderOf(refetched(start, { items: [mention('a', 1)], unseen: 1 }))).toEqual(['a'])
  })
})
