import { expect, test } from 'vitest'
import { dayWords, upStretches } from './line-day.ts'

const now = Date.parse('2026-03-02T12:00:00Z')
const hours = (count: number) => new Date(now - count * 3_600_000).toISOString()
const line = (...pairs: [number, number | null][]) => ({
  day: pairs.map(([from, to]) => ({ from: hours(from), to: to === null ? null : hours(to) })),
})
const words = (...pairs: [number, number | null][]) => dayWords(upStretches(line(...pairs), now))

test('a line that came long ago and stands is up all day', () => {
  expect(upStretches(line([400, null]), now)).toEqual([{ from: 0, to: 1 }])
  expect(words([400, null])).toBe('Up all day')
})

test('one without a session in the day is down all day', () => {
  expect(words()).toBe('Down all day')
  expect(words([60, 30])).toBe('Down all day')
})

test('what it lost is counted, and what overlaps is one', () => {
  expect(upStretches(line([30, 18], [12, 6], [8, null]), now)).toEqual([
    { from: 0, to: 0.25 },
    { from: 0.5, to: 1 },
  ])
  expect(words([30, 18], [12, 6], [8, null])).toBe('Up for 18 h of the last 24 h, lost once')
  expect(words([30, 18], [12, 6])).toBe('Up for 12 h of the last 24 h, lost 2 times')
  expect(words([3, null])).toBe('Up for 3 h of the last 24 h')
})

test('a session shorter than a pixel is one all the same', () => {
  expect(upStretches(line([6, 5.999]), now)).toHaveLength(1)
})
