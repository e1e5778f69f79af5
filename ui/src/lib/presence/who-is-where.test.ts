import { expect, test } from 'vitest'
import {
  type PresenceWord,
  presenceWords,
  type Whereabouts,
  withoutSilent,
  withWord,
  wordsFor,
} from './who-is-where.ts'

const word = (
  name: string,
  state: PresenceWord['state'],
  more: Partial<PresenceWord> = {},
): PresenceWord => ({
  conversationId: 'one',
  member: { id: name, name },
  state,
  forMs: state === 'gone' ? 0 : 10_000,
  ...more,
})
const after = (...words: PresenceWord[]) =>
  words.reduce<Whereabouts>((all, one) => withWord(all, one, 1_000), {})
const names = (all: Whereabouts, id = 'one') => all[id]?.map(one => `${one.name} ${one.state}`)

test('the last word of each person holds, and whoever writes stands first', () => {
  const all = after(word('Aisha', 'viewing'), word('Sizwe', 'viewing'), word('Sizwe', 'replying'))
  expect(names(all)).toEqual(['Sizwe replying', 'Aisha viewing'])
})

test('a person can be in two conversations, and leaves only the one they left', () => {
  const all = after(
    word('Sizwe', 'viewing'),
    word('Sizwe', 'viewing', { conversationId: 'two' }),
    word('Sizwe', 'gone'),
  )
  expect(all).toEqual({ two: [expect.objectContaining({ name: 'Sizwe' })] })
})

test('the words for somebody who heard none of them bring them to the same', () => {
  const all = after(
    word('Aisha', 'viewing', { forMs: 90_000 }),
    word('Sizwe', 'replying'),
    word('Sizwe', 'viewing', { conversationId: 'two' }),
  )
  const told = wordsFor(all, 4_000)
  expect(told.map(({ forMs }) => forMs)).toEqual([7_000, 87_000, 7_000])
  expect(told.reduce<Whereabouts>((so, one) => withWord(so, one, 4_000), {})).toEqual(all)
})

test('who was never there can go', () => {
  expect(after(word('Sizwe', 'gone'))).toEqual({})
})

test('a word is believed for as long as it says, and nothing changes while it holds', () => {
  const all = after(word('Sizwe', 'replying'), word('Aisha', 'viewing', { forMs: 90_000 }))
  expect(withoutSilent(all, 10_999)).toBe(all)
  expect(names(withoutSilent(all, 11_000))).toEqual(['Aisha viewing'])
  expect(withoutSilent(all, 91_000)).toEqual({})
})

test.each([
  [[], ''],
  [[word('Sizwe', 'viewing')], 'Sizwe is here too'],
  [[word('Sizwe', 'viewing'), word('Aisha', 'viewing')], 'Aisha and Sizwe are here too'],
  [[word('Sizwe', 'viewing'), word('Aisha', 'replying')], 'Aisha is replying…'],
  [[word('Sizwe', 'noting')], 'Sizwe is writing a note…'],
  [['Aisha', 'Lerato', 'Sizwe'].map(name => word(name, 'replying')), 'Aisha and 2 others are replying…'],
])('%j in words: %s', (words, expected) => {
  expect(presenceWords(after(...words).one ?? [])).toBe(expected)
})
