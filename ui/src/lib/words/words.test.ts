import { describe, expect, test } from 'vitest'
import { bytes, initials, money, speed } from './amounts.ts'
import { count } from './say.ts'
import { calendarDate, clockTime, dayName, days, lasted, left, moment } from './time.ts'

const home = { locale: 'en-ZA', timeZone: 'Africa/Johannesburg' }
const now = Date.parse('2026-03-04T10:00:00Z')
const seconds = (value: number) => value * 1000

describe('time', () => {
  test('how long something lasted, at every size', () => {
    expect([5, 59, 60, 3599, 3600, 12_000, 200_000].map(value => lasted(seconds(value)))).toEqual([
      '5 s',
      '59 s',
      '1 min',
      '59 min',
      '1 h',
      '3 h 20',
      '2 d',
    ])
    expect(lasted(-5)).toBe('0 s')
  })

  test('what is left of a window, ticking down to nothing', () => {
    expect([seconds(19_400), seconds(200), -1].map(left)).toEqual(['5:23:20', '3:20', '0:00'])
  })

  test('days are those of the tenant, not of the browser', () => {
    expect(dayName('2026-03-03T22:30:00Z', now, home)).toBe('Today')
    expect(dayName('2026-03-03T21:30:00Z', now, home)).toBe('Yesterday')
    expect(clockTime('2026-03-03T22:30:00Z', home)).toBe('00:30')
    expect(moment('2026-03-04T07:12:00Z', now, home)).toBe('09:12')
  })

  test('the days from one moment to another, with the year when it is not this one', () => {
    const plain = (from: string, to: string) =>
      days(from, to, now, { ...home, locale: 'en-GB' }).replace(/\s*–\s*/g, '–')
    expect(plain('2026-03-03T08:00:00Z', '2026-03-03T09:00:00Z')).toBe('3 Mar')
    expect(plain('2026-02-02T08:00:00Z', '2026-03-03T09:00:00Z')).toBe('2 Feb–3 Mar')
    expect(plain('2025-11-02T08:00:00Z', '2025-11-04T09:00:00Z')).toBe('2–4 Nov 2025')
  })

  test('a calendar date does not shift with the time zone', () => {
    expect(calendarDate('2026-03-31', 'en-GB')).toBe('31 Mar 2026')
  })
})

describe('amounts', () => {
  test('minor units follow the currency', () => {
    expect(money({ minor: 129_950, currency: 'USD' }, 'en-US')).toBe('$1,299.50')
    expect(money({ minor: 1299, currency: 'JPY' }, 'en-US')).toBe('¥1,299')
    expect(money({ minor: 1299, currency: 'KWD' }, 'en-US').replace(/\s/, ' ')).toBe('KWD 1.299')
  })

  test('sizes, speeds, counts and initials', () => {
    expect([0, 999, 1536, 12_823_456_789].map(bytes)).toEqual(['0 B', '999 B', '1.5 kB', '13 GB'])
    expect(speed(100_000, 1_500)).toBe('100/1.5 Mbit/s')
    expect([count(1, 'event'), count(2, 'event')]).toEqual(['1 event', '2 events'])
    expect(['Thandi Mokoena', 'Sipho', '', '😀 Smile'].map(initials)).toEqual(['TM', 'S', '?', '😀S'])
  })
})
