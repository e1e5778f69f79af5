import { describe, expect, test } from 'vitest'
import { best, match } from './fuzzy.ts'

const named = (query: string, texts: string[]) => best(query, texts, text => text).map(({ item }) => item)

describe('a few letters', () => {
  test('find the text they begin, then words they begin, then those that hold them', () => {
    const texts = ['Show presents', 'Open the resolved', 'Resolve or reopen']
    expect(named('res', texts)).toEqual(['Resolve or reopen', 'Open the resolved', 'Show presents'])
  })

  test('may be the first letters of words', () => {
    expect(match('gi', 'Go to the inbox')?.at).toEqual([0, 10])
    expect(match('snz', 'Snooze…')?.at).toEqual([0, 1, 4])
  })

  test('of several words stand in any order', () => {
    expect(named('inbox go', ['Go to the inbox', 'Go to settings'])).toEqual(['Go to the inbox'])
  })

  test('take neither case nor accents into account', () => {
    expect(match('cafe', 'CAFÉ')?.at).toEqual([0, 1, 2, 3])
    expect(match('ПРИ', 'приёмная')?.at).toEqual([0, 1, 2])
  })
})

test('what is not there is not found, not even scattered from the middle of a word', () => {
  expect(match('xq', 'Resolve')).toBeNull()
  expect(match('esv', 'Resolve')).toBeNull()
  expect(match('resolve tomorrow', 'Resolve')).toBeNull()
})

test('of two that fit alike the shorter comes first, and nothing typed fits everything as it stood', () => {
  expect(named('inbox', ['Inbox of the shop', 'Inbox'])).toEqual(['Inbox', 'Inbox of the shop'])
  expect(named(' ', ['Bb', 'Aa'])).toEqual(['Bb', 'Aa'])
})
