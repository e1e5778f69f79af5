import { describe, expect, test } from 'vitest'
import { snoozeTimes } from './snooze-times.ts'

const joburg = 'Africa/Johannesburg'
const at = (text: string) => Date.parse(text)
const named = (now: string, zone: string) =>
  Object.fromEntries(snoozeTimes(at(now), zone).map(time => [time.name, time.at]))

describe('the moments offered', () => {
  test('in the middle of the week there are three, at the clock of the tenant', () => {
    expect(named('2026-03-04T09:20:00Z', joburg)).toEqual({
      'Later today': '2026-03-04T12:00:00.000Z',
      Tomorrow: '2026-03-05T06:00:00.000Z',
      Monday: '2026-03-09T06:00:00.000Z',
    })
  })

  test('in the evening there is no later today, and on Sunday Monday is tomorrow', () => {
    expect(Object.keys(named('2026-03-04T18:00:00Z', joburg))).toEqual(['Tomorrow', 'Monday'])
    expect(named('2026-03-08T18:30:00Z', joburg)).toEqual({ Tomorrow: '2026-03-09T06:00:00.000Z' })
  })

  test('on Monday it is the next one', () => {
    expect(named('2026-03-02T06:00:00Z', joburg).Monday).toBe('2026-03-09T06:00:00.000Z')
  })

  test('tomorrow is 8 by the clock when the clocks change that night', () => {
    // Berlin goes from +1 to +2 on 29 March 2026, and back on 25 October.
    expect(named('2026-03-28T10:00:00Z', 'Europe/Berlin').Tomorrow).toBe('2026-03-29T06:00:00.000Z')
    expect(named('2026-10-24T10:00:00Z', 'Europe/Berlin').Tomorrow).toBe('2026-10-25T07:00:00.000Z')
  })

  test('the last day of a year is followed by the first of the next', () => {
    expect(named('2026-12-31T09:00:00Z', joburg).Tomorrow).toBe('2027-01-01T06:00:00.000Z')
  })
})
