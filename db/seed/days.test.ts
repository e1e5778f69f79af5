import { describe, expect, it } from 'vitest'
import { dayIn } from '../../platform/calendar.ts'
import { slugOf } from '../../platform/slug.ts'
import { addDays, firstOfMonth, monthWords } from './days.ts'
import { createRandom } from './random.ts'

describe('days of the demo', () => {
  it('are those of the tenant, not of Greenwich', () => {
    const moment = new Date('2026-03-31T22:30:00Z')
    expect(dayIn('Africa/Johannesburg', moment)).toBe('2026-04-01')
    expect(dayIn('UTC', moment)).toBe('2026-03-31')
    expect(dayIn('America/Lima', moment)).toBe('2026-03-31')
  })
  it('cross months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29')
    expect(firstOfMonth('2026-01-31', 2)).toBe('2025-11-01')
    expect(firstOfMonth('2026-05-01', 0)).toBe('2026-05-01')
    expect(monthWords('2026-05-01')).toBe('May 2026')
  })
})

describe('the random of the demo', () => {
  it('is the same from the same seed and another from another', () => {
    const take = (seed: number) => {
      const random = createRandom(seed)
      return [random.whole(1_000_000), random.chance(50), random.pick(['a', 'b', 'c']), random.word(12)]
    }
    expect(take(7)).toEqual(take(7))
    expect(take(7)).not.toEqual(take(8))
  })
  it('stays in its bounds and reaches all of them', () => {
    const random = createRandom(1)
    const seen = new Set(Array.from({ length: 1_000 }, () => random.whole(6)))
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5])
  })
})

describe('the slug of a provider', () => {
  it('is what one would type', () => {
    expect(slugOf('Fernhill Fibre')).toBe('fernhill-fibre')
    expect(slugOf('  Rêve & Net, Ltd. ')).toBe('reve-net-ltd')
    expect(() => slugOf('--')).toThrow(/letter or digit/)
  })
})
