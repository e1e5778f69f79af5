import { describe, expect, it } from 'vitest'
import { presets } from './send-later.ts'

const at = (text: string) => Date.parse(text)
const named = (now: string, zone: string) =>
  presets(at(now), zone).map(each => `${each.label} ${each.at.toISOString()}`)

describe('moments to send at', () => {
  it("are the tenant's mornings, not the browser's", () => {
    expect(named('2026-03-05T23:30:00Z', 'Africa/Johannesburg')).toEqual([
      'In 1 hour 2026-03-06T00:30:00.000Z',
      // There it is Friday already.
      'Tomorrow morning 2026-03-07T06:00:00.000Z',
      'Monday morning 2026-03-09T06:00:00.000Z',
    ])
  })

  it('do not offer Monday twice, and on a Monday mean the next', () => {
    expect(named('2026-03-08T10:00:00Z', 'UTC')).toHaveLength(2)
    expect(named('2026-03-09T10:00:00Z', 'UTC')[2]).toBe('Monday morning 2026-03-16T08:00:00.000Z')
  })

  it('hold over a change of the clocks', () => {
    expect(named('2026-03-28T10:00:00Z', 'Europe/Berlin')[1]).toBe(
      'Tomorrow morning 2026-03-29T06:00:00.000Z',
    )
  })
})
