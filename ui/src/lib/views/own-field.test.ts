import { expect, test } from 'vitest'
import { isComplete } from './conditions.ts'
import { customCondition, filled } from './own-field.ts'

test('a value has the kind of its field', () => {
  expect(filled('number', '12.5')).toBe(12.5)
  expect(filled('yes-no', 'false')).toBe(false)
  expect(filled('date', '2026-03-31')).toBe('2026-03-31')
  expect(filled('text', '12')).toBe('12')
  expect(filled(undefined, '12')).toBe('12')
})

test('a number that is none leaves the condition unfinished', () => {
  for (const text of ['', ' ', 'twelve', '1e999']) {
    expect(isComplete({ field: 'custom', key: 'visits', is: filled('number', text) })).toBe(false)
  }
})

test('another field begins empty, a switch with yes, and "is not" stays', () => {
  const before = { field: 'custom', key: 'site', is: 'North', not: true } as const
  expect(customCondition(before, { kind: 'yes-no' }, 'fibre')).toEqual({
    field: 'custom',
    key: 'fibre',
    is: true,
    not: true,
  })
  expect(customCondition({ ...before, not: false }, { kind: 'number' }, 'visits')).toEqual({
    field: 'custom',
    key: 'visits',
    is: '',
  })
})
