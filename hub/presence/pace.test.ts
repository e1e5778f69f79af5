import { expect, test } from 'vitest'
import { createPace } from './pace.ts'

test('twenty in ten seconds are fine, the twenty-first is not, and after ten seconds they are again', () => {
  let now = 1_000_000
  const isFine = createPace({ now: () => new Date(now) }, 20, 10_000)
  const tries = (count: number) => Array.from({ length: count }, isFine).filter(Boolean).length
  expect(tries(25)).toBe(20)
  now += 9_999
  expect(tries(1)).toBe(0)
  now += 1
  expect(tries(25)).toBe(20)
})
