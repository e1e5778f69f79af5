import { expect, test } from 'vitest'
import type { CannedReply } from '../api/types.ts'
import { rankedReplies, slashWord } from './slash-word.ts'

const at = (text: string) => slashWord(text, text.length)

test('a slash at the beginning of a word looks for an answer', () => {
  expect(at('/')).toEqual({ start: 0, query: '' })
  expect(at('Hello /out')).toEqual({ start: 6, query: 'out' })
  expect(at('/no line')).toEqual({ start: 0, query: 'no line' })
  expect(at('Line one\n/pay')).toEqual({ start: 9, query: 'pay' })
})

test('one inside a word, a path or a gap does not', () => {
  for (const text of ['24/7', 'and/or', '/ ', '//', '/usr/', '/pay\n', '/pay  now', '']) {
    expect(at(text), text).toBeNull()
  }
  expect(at(`/${'x'.repeat(60)}`)).toBeNull()
})

const reply = (title: string, text = '', uses = 0) => ({ id: title, title, text, uses }) as CannedReply
const titles = (query: string, replies: CannedReply[]) =>
  rankedReplies(replies, query).map(each => each.title)

test('titles count before what they say, and of equals the one used most', () => {
  const all = [
    reply('Slow line', 'We measure it.'),
    reply('Outage', 'There is an outage in your area.', 1),
    reply('Payment', 'Until the outage is over you pay nothing.'),
    reply('Out of office', '', 9),
  ]
  expect(titles('out', all)).toEqual(['Out of office', 'Outage', 'Payment'])
  expect(titles('measure', all)).toEqual(['Slow line'])
  expect(titles('sl li', all)).toEqual(['Slow line'])
  expect(titles('', all)[0]).toBe('Out of office')
  expect(titles('zzz', all)).toEqual([])
})
