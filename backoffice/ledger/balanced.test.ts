import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkBalanced } from './balanced.ts'
import { checkCurrency, checkDay, checkMinor } from './checks.ts'

const lines = (...amounts: bigint[]) => amounts.map(amountMinor => ({ amountMinor }))

describe('a journal entry', () => {
  it('is accepted exactly when its lines sum to zero', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(), { minLength: 1, maxLength: 8 }), fc.bigInt(), (amounts, off) => {
        const closing = -amounts.reduce((sum, amount) => sum + amount, 0n)
        expect(() => checkBalanced(lines(...amounts, closing))).not.toThrow()
        fc.pre(off !== 0n)
        expect(() => checkBalanced(lines(...amounts, closing + off))).toThrow(/must sum to zero/)
      }),
    )
  })

  it('needs two sides', () => {
    expect(() => checkBalanced([])).toThrow(/at least two/)
    expect(() => checkBalanced(lines(0n))).toThrow(/at least two/)
  })
})

describe('what may be written into the books', () => {
  it.each(['2026-02-28', '2028-02-29', '0001-01-01'])('%s is a day', day => {
    expect(() => checkDay(day, 'The day')).not.toThrow()
  })
  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '', 'today', '2026-01-01T00:00', '26-01-01'])(
    '%j is no day',
    day => {
      expect(() => checkDay(day, 'The day')).toThrow(/must be a calendar day/)
    },
  )
  it.each(['zar', 'ZA', 'ZARR', 'R', ''])('%j is no currency', currency => {
    expect(() => checkCurrency(currency)).toThrow(/three capital letters/)
  })
  it('holds amounts that every reader can hold', () => {
    const largest = BigInt(Number.MAX_SAFE_INTEGER)
    expect(() => checkMinor(largest, 'It')).not.toThrow()
    expect(() => checkMinor(-largest, 'It')).not.toThrow()
    expect(() => checkMinor(largest + 1n, 'It')).toThrow(/too large/)
    expect(() => checkMinor(-largest - 1n, 'It')).toThrow(/too large/)
  })
})
