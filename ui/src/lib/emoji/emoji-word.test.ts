import { expect, test } from 'vitest'
import { codeOf, type Emoji, emojiWord, rankedEmoji } from './emoji-word.ts'

const at = (text: string) => emojiWord(text, text.length)

test('a colon and two letters name an emoji', () => {
  expect(at('Thanks :th')).toEqual({ start: 7, query: 'th' })
  expect(at(':+1')).toEqual({ start: 0, query: '+1' })
  expect(at('(:Smi')).toEqual({ start: 1, query: 'smi' })
})

test('times, addresses, smileys and single letters do not', () => {
  for (const text of ['12:30', 'http://x', ':)', ':D', 'a:bc', '::ab', ':smile ', ': sm']) {
    expect(at(text), text).toBeNull()
  }
})

const emoji = (sign: string, order: number, shortcodes: string[], tags: string[] = []): Emoji => ({
  emoji: sign,
  annotation: sign,
  shortcodes,
  tags,
  order,
})

test('names count before what they stand for', () => {
  const all = [
    emoji('🎉', 3, ['tada'], ['party', 'thumb']),
    emoji('👎', 2, ['-1', 'thumbsdown']),
    emoji('👍', 1, ['+1', 'thumbsup']),
  ]
  const signs = (query: string) => rankedEmoji(all, query).map(each => each.emoji)
  expect(signs('thumb')).toEqual(['👍', '👎', '🎉'])
  expect(signs('tada')).toEqual(['🎉'])
  expect(signs('up')).toEqual(['👍'])
  expect(codeOf(all[2] as Emoji, 'thumb')).toBe(':thumbsup:')
  expect(codeOf(all[2] as Emoji, 'up')).toBe(':+1:')
})
