import { expect, test } from 'vitest'
import type { FileLimits } from '../api/types.ts'
import { parts, splitWords, whyNotFile } from './fit.ts'

const file = (name: string, contentType = 'image/jpeg', sizeBytes = 1000) => ({
  name,
  contentType,
  sizeBytes,
})
const one: FileLimits = {
  most: 1,
  maxBytes: 100_000,
  types: [
    { type: 'image/jpeg', maxBytes: 5_000, withText: true },
    { type: 'audio/ogg', maxBytes: 5_000, withText: false },
  ],
  withText: 10,
}
const mail: FileLimits = { most: 3, maxBytes: 2_500, types: null, withText: 1000 }
const by = (limits: FileLimits | null | undefined) => ({ title: 'WhatsApp', limits })
const names = (text: string, files: ReturnType<typeof file>[], limits: FileLimits | null | undefined) =>
  parts(text, files, by(limits)).map(part => [part.text, ...part.files.map(each => each.name)].join(' '))

test('a file that cannot go is told why', () => {
  expect(whyNotFile(file('a'), by(one))).toBeNull()
  expect(whyNotFile(file('a', 'application/zip'), by(one))).toMatch(/kind/)
  expect(whyNotFile(file('a', 'image/jpeg', 6000), by(one))).toMatch(/5.0 kB/)
  expect(whyNotFile(file('a'), by(null))).toMatch(/no files/)
  expect(whyNotFile(file('a', 'application/zip', 1e9), by(undefined))).toBeNull()
})

test('words go along with the first file, or before it where they may not', () => {
  expect(names('hello', [file('a'), file('b')], one)).toEqual(['hello a', ' b'])
  expect(names('hello there you', [file('a')], one)).toEqual(['hello there you', ' a'])
  expect(names('hello', [file('a', 'audio/ogg')], one)).toEqual(['hello', ' a'])
  expect(names('', [file('a', 'audio/ogg')], one)).toEqual([' a'])
  expect(names('hello', [], one)).toEqual(['hello'])
})

test('as many go together as there is room for', () => {
  expect(
    names(
      'x',
      ['a', 'b', 'c', 'd'].map(name => file(name)),
      mail,
    ),
  ).toEqual(['x a b', ' c d'])
  expect(
    names(
      'x',
      ['a', 'b', 'c', 'd'].map(name => file(name, 'a/b', 1)),
      mail,
    ),
  ).toEqual(['x a b c', ' d'])
  expect(names('x', [file('a'), file('b')], undefined)).toEqual(['x a b'])
})

test('who sends several messages is told before', () => {
  expect(splitWords('hello', [file('a'), file('b')], by(one))).toBe(
    'Goes out as 2 messages: WhatsApp takes one file in each.',
  )
  expect(splitWords('hello', [file('a')], by(one))).toBeNull()
})
