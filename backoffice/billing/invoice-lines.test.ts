import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { taxOf, totalsOf } from './invoice-lines.ts'

const line = fc.record({
  description: fc.string(),
  netMinor: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
  taxRateBp: fc.integer({ min: 0, max: 10_000 }),
})

const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n)

describe('tax on one line', () => {
  it.each([
    [100n, 1500, 15n],
    [10n, 1500, 2n], // 1.5 goes away from zero
    [-10n, 1500, -2n],
    [3n, 1500, 0n], // 0.45
    [-3n, 1500, 0n],
    [33n, 1500, 5n], // 4.95
    [73_900n, 1500, 11_085n],
    [1n, 5000, 1n], // 0.5
    [-1n, 5000, -1n],
    [999n, 0, 0n],
    [9_007_199_254_740_991n, 10_000, 9_007_199_254_740_991n],
  ])('of %s at %s hundredths of a percent is %s', (netMinor, rate, tax) => {
    expect(taxOf(netMinor, rate)).toBe(tax)
  })

  it('is never further than half a cent from the exact tax', () => {
    fc.assert(
      fc.property(line, ({ netMinor, taxRateBp }) => {
        const error = taxOf(netMinor, taxRateBp) * 10_000n - netMinor * BigInt(taxRateBp)
        expect(error <= 5_000n && error >= -5_000n).toBe(true)
      }),
    )
  })

  it('is the same for a charge and its reversal, with the other sign', () => {
    fc.assert(
      fc.property(line, ({ netMinor, taxRateBp }) => {
        expect(taxOf(-netMinor, taxRateBp)).toBe(-taxOf(netMinor, taxRateBp))
      }),
    )
  })
})

describe('the totals of an invoice', () => {
  it('are the sums of what its lines show', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), lines => {
        const totals = totalsOf(lines)
        expect(totals.netMinor).toBe(sum(lines.map(one => one.netMinor)))
        expect(totals.taxMinor).toBe(sum(totals.lines.map(one => one.taxMinor)))
        expect(totals.totalMinor).toBe(totals.netMinor + totals.taxMinor)
        expect(totals.lines.map(({ taxMinor: _tax, ...rest }) => rest)).toEqual(lines)
      }),
    )
  })

  it('do not depend on the order of the lines', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), lines => {
        expect(totalsOf([...lines].reverse()).totalMinor).toBe(totalsOf(lines).totalMinor)
      }),
    )
  })
})
