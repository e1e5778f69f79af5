import { describe, expect, test } from 'vitest'
import { longestRetryAfterMs, retryAfterMs, waitMs } from './backoff.ts'

const hours = (ms: number) => ms / 3_600_000

describe('the waits between tries', () => {
  test('grow over about a day, then the delivery is given up', () => {
    const waits = Array.from({ length: 12 }, (_, at) => waitMs(at + 1, 0.5))
    const given = waits.filter(wait => wait !== null)
    expect(given).toEqual([...given].sort((a, b) => a - b))
    expect(given[0]).toBe(5_000)
    expect(given).toHaveLength(10)
    expect(hours(given.reduce((sum, wait) => sum + wait, 0))).toBeGreaterThan(22)
    expect(hours(given.reduce((sum, wait) => sum + wait, 0))).toBeLessThan(26)
    expect(waits.slice(10)).toEqual([null, null])
  })

  test('are spread by a fifth either way', () => {
    expect([waitMs(3, 0), waitMs(3, 1)]).toEqual([96_000, 144_000])
  })

  test('follow Retry-After when it is longer, up to eight hours, and give up all the same', () => {
    expect(waitMs(1, 0.5, 60_000)).toBe(60_000)
    expect(waitMs(5, 0.5, 60_000)).toBe(1_800_000)
    expect(waitMs(1, 0.5, 1e12)).toBe(longestRetryAfterMs)
    expect(waitMs(11, 0.5, 60_000)).toBeNull()
  })
})

describe('Retry-After', () => {
  const now = new Date('2026-03-01T10:00:00Z')
  test.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Sun, 01 Mar 2026 10:01:00 GMT', 60_000],
    ['Sun, 01 Mar 2026 09:00:00 GMT', 0],
    ['-5', 0],
    ['soon', 0],
    ['', 0],
    [undefined, 0],
  ])('%j is %j ms', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms)
  })
})
