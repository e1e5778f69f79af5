import { expect, test } from 'vitest'
import { comingMoment } from './coming-moment.ts'

const region = { locale: 'en-GB', timeZone: 'Africa/Johannesburg' }
const now = Date.parse('2026-03-04T09:00:00Z')

test('today it is the time, this week the weekday too, later the date', () => {
  expect(comingMoment('2026-03-04T12:30:00Z', now, region)).toBe('14:30')
  expect(comingMoment('2026-03-05T06:00:00Z', now, region)).toBe('Thu 08:00')
  expect(comingMoment('2026-03-09T06:00:00Z', now, region)).toBe('Mon 08:00')
  expect(comingMoment('2026-04-20T06:00:00Z', now, region)).toBe('20 Apr 08:00')
})
