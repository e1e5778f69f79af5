import { expect, test } from 'vitest'
import { carrierWords } from './carrier-words.ts'

const words = (conversations: number, open: number, seesAll = true) =>
  carrierWords({ conversations, open, seesAll }, { verb: 'stands on', after: 'They stay, without it.' })

test('a removal says on how many conversations it stands, and how many of them are open', () => {
  expect(words(12, 3)).toBe('It stands on 12 conversations, 3 of them open. They stay, without it.')
  expect(words(2, 0)).toBe('It stands on 2 conversations, none of them open. They stay, without it.')
  expect(words(2, 2)).toContain('2 conversations, all of them open.')
  expect(words(1, 0)).toContain('1 conversation, and it is resolved.')
  expect(words(1, 1)).toBe('It stands on 1 conversation, and it is open. They stay, without it.')
  expect(words(0, 0)).toBe('It stands on no conversation.')
})

test('who does not see every inbox is told that there may be more', () => {
  expect(words(2, 2, false)).toContain('There may be more in inboxes that you do not see.')
  expect(words(0, 0, false)).toContain('there may be some in inboxes that you do not see')
})
