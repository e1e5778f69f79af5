import { expect, test } from 'vitest'
import { isOlder, mustTakeOver, nextTerm, type Standing } from './tab-words.ts'

test('of two terms the later counts, and a new one is later than all that are known, whatever the clock says', () => {
  const first = nextTerm(null, 'one', 1_000)
  const later = nextTerm(first, 'two', 2_000)
  const clockSetBack = nextTerm(later, 'one', 500)
  expect([isOlder(first, later), isOlder(later, clockSetBack)]).toEqual([true, true])
  expect([isOlder(later, first), isOlder(later, later)]).toEqual([false, false])
  expect(isOlder({ at: 1, tab: 'one' }, { at: 1, tab: 'two' })).toBe(true)
})

const standing = (more: Partial<Standing>): Standing => ({
  offlineSince: null,
  nth: 1,
  isSeen: true,
  ...more,
})
const hidden = { isSeen: false }
test.each([
  ['nobody was asked', { isSeen: true, askedAt: null, standing: null }, false],
  ['the leader still has time to answer', { isSeen: true, askedAt: 5_001, standing: null }, false],
  ['the leader does not answer', { isSeen: true, askedAt: 5_000, standing: standing({}) }, true],
  ['nobody looks at this tab', { isSeen: false, askedAt: 0, standing: standing({ offlineSince: 0 }) }, false],
  [
    'the leader is offline, and somebody looks at it',
    { isSeen: true, askedAt: null, standing: standing({ offlineSince: 0 }) },
    false,
  ],
  [
    'the leader is offline in the background',
    { isSeen: true, askedAt: null, standing: standing({ ...hidden, offlineSince: 8_000 }) },
    true,
  ],
  [
    'the leader in the background has just lost its connection',
    { isSeen: true, askedAt: null, standing: standing({ ...hidden, offlineSince: 8_001 }) },
    false,
  ],
  [
    'the leader is well in the background',
    { isSeen: true, askedAt: null, standing: standing(hidden) },
    false,
  ],
])('a tab takes over or not: %s', (_why, seen, expected) => {
  expect(mustTakeOver(seen, 10_000)).toBe(expected)
})
