import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocateInOrder, checkAllocations } from './allocate.ts'

const open = (...amounts: bigint[]) =>
  amounts.map((openMinor, index) => ({ id: `i${index}`, number: `INV-0000${index}`, openMinor }))

const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n)

describe('allocating a payment', () => {
  it('settles the first invoice before the next and leaves the rest as credit', () => {
    expect(allocateInOrder(250n, open(100n, 100n, 100n))).toEqual([
      { invoiceId: 'i0', amountMinor: 100n },
      { invoiceId: 'i1', amountMinor: 100n },
      { invoiceId: 'i2', amountMinor: 50n },
    ])
    expect(allocateInOrder(250n, open(100n))).toEqual([{ invoiceId: 'i0', amountMinor: 100n }])
    expect(allocateInOrder(250n, [])).toEqual([])
  })

  it('uses as much as it can, never more than is open, and always passes the check', () => {
    const amount = fc.bigInt({ min: 1n, max: 1_000_000n })
    fc.assert(
      fc.property(amount, fc.array(amount, { maxLength: 12 }), (paid, amounts) => {
        const invoices = open(...amounts)
        const shares = allocateInOrder(paid, invoices)
        const total = sum(amounts)
        const credit = paid - sum(shares.map(share => share.amountMinor))
        const left = total - sum(shares.map(share => share.amountMinor))
        expect(credit >= 0n && left >= 0n).toBe(true)
        // Nobody has credit and debt at once.
        expect(credit * left).toBe(0n)
        expect(() => checkAllocations(paid, invoices, shares)).not.toThrow()
      }),
    )
  })
})

describe('shares somebody asks for', () => {
  it.each([
    ['an invoice that is not open', [{ invoiceId: 'i9', amountMinor: 1n }], /not open/],
    [
      'the same invoice twice',
      [
        { invoiceId: 'i0', amountMinor: 1n },
        { invoiceId: 'i0', amountMinor: 1n },
      ],
      /twice/,
    ],
    ['nothing', [{ invoiceId: 'i0', amountMinor: 0n }], /above 0/],
    ['a negative amount', [{ invoiceId: 'i0', amountMinor: -5n }], /above 0/],
    ['more than is open', [{ invoiceId: 'i0', amountMinor: 101n }], /Only 100 is open on INV-00000/],
    [
      'more than was paid',
      [
        { invoiceId: 'i0', amountMinor: 90n },
        { invoiceId: 'i1', amountMinor: 90n },
      ],
      /more than the payment/,
    ],
  ])('are refused for %s', (_words, shares, words) => {
    expect(() => checkAllocations(150n, open(100n, 100n), shares)).toThrow(words)
  })

  it('may leave credit on purpose', () => {
    expect(() => checkAllocations(150n, open(100n), [])).not.toThrow()
  })
})
