import { expect, test } from 'vitest'
import { whyNot } from './field-value.ts'

const field = (kind: 'text' | 'number' | 'date' | 'choice' | 'yes-no', choices: string[] | null = null) => ({
  title: 'Site',
  kind,
  choices,
})

test('each kind takes its own values', () => {
  expect(whyNot(field('text'), 'roof')).toBeNull()
  expect(whyNot(field('number'), 0)).toBeNull()
  expect(whyNot(field('date'), '2028-02-29')).toBeNull()
  expect(whyNot(field('choice', ['north', 'south']), 'south')).toBeNull()
  expect(whyNot(field('yes-no'), false)).toBeNull()
})

test('each kind says what it takes instead', () => {
  expect(whyNot(field('text'), ' ')).toContain('takes text')
  expect(whyNot(field('text'), 'x'.repeat(501))).toContain('500')
  expect(whyNot(field('number'), '7')).toContain('a number')
  expect(whyNot(field('number'), Number.NaN)).toContain('a number')
  expect(whyNot(field('choice', ['north', 'south']), 'east')).toBe('Site takes one of: north, south.')
  expect(whyNot(field('yes-no'), 'yes')).toContain('true or false')
})

test('a day that no calendar has is refused', () => {
  for (const text of ['2026-02-30', '2026-13-01', '31.12.2026', '2026-1-1', ''])
    expect(whyNot(field('date'), text)).toContain('a day like')
})
