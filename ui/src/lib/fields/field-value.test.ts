import { expect, test } from 'vitest'
import { readField, valueWords } from './field-value.ts'

const number = { title: 'Visits', kind: 'number' } as const
const date = { title: 'Visit on', kind: 'date' } as const
const text = { title: 'Site', kind: 'text' } as const

test('an empty box takes the value away', () => {
  for (const field of [number, date, text]) expect(readField(field, ' ')).toEqual({ value: null })
})

test('numbers are read as they are written, and what is none is refused in words', () => {
  expect(readField(number, '12.50')).toEqual({ value: 12.5 })
  expect(readField(number, '-1 500')).toEqual({ value: -1500 })
  for (const typed of ['twelve', '1,5', '0x10', '1e3', '.', 'NaN', 'Infinity']) {
    expect(readField(number, typed)).toEqual({ why: 'Visits takes a number, such as 12 or 12.5.' })
  }
})

test('a number that would lose its last digits is refused, one that only has zeros before it is not', () => {
  expect(readField(number, '12345678901234567890')).toEqual({
    why: 'Visits takes a number of at most 15 digits.',
  })
  expect(readField(number, '000000000000000012')).toEqual({ value: 12 })
})

test('half a date and a year that is still being typed are no day yet', () => {
  expect(readField(date, '', true)).toEqual({ why: 'Visit on takes a whole day.' })
  expect(readField(date, '0202-03-31')).toEqual({ why: 'Visit on takes a whole day.' })
  expect(readField(date, '2026-03-31')).toEqual({ value: '2026-03-31' })
})

test('text loses the spaces around it and has an end', () => {
  expect(readField(text, ' North ')).toEqual({ value: 'North' })
  expect(readField(text, 'x'.repeat(501))).toHaveProperty('why')
})

test('values are read as people say them', () => {
  expect(valueWords(true, 'yes-no', 'en-ZA')).toBe('yes')
  expect(valueWords('2026-03-31', 'date', 'en-GB')).toBe('31 Mar 2026')
  expect(valueWords('2026-03-31', 'text', 'en-GB')).toBe('2026-03-31')
  expect(valueWords('soon', 'date', 'en-GB')).toBe('soon')
  expect(valueWords(3, undefined, 'en-GB')).toBe('3')
})
