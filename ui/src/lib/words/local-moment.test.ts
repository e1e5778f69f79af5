import { describe, expect, test } from 'vitest'
import { localText, momentOf } from './local-moment.ts'

const joburg = 'Africa/Johannesburg'

describe('a moment picked by hand', () => {
  test('is read and shown by the tenant clock', () => {
    const moment = momentOf('2026-07-01T08:30', 'America/New_York')
    expect(moment?.toISOString()).toBe('2026-07-01T12:30:00.000Z')
    expect(localText(moment?.getTime() ?? 0, 'America/New_York')).toBe('2026-07-01T08:30')
  })

  test('that is no moment is none', () => {
    expect(momentOf('', joburg)).toBeNull()
    expect(momentOf('tomorrow', joburg)).toBeNull()
  })

  test('holds over a change of the clocks', () => {
    expect(momentOf('2026-10-25T08:00', 'Europe/Berlin')?.toISOString()).toBe('2026-10-25T07:00:00.000Z')
    expect(localText(Date.parse('2026-07-01T06:05:00Z'), 'Europe/Berlin')).toBe('2026-07-01T08:05')
  })
})
