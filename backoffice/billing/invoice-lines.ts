/** The arithmetic of an invoice: integer minor units, tax per line. Pure. */

/** `taxRateBp`: hundredths of a percent, 15 % = 1500. A discount is a line with a negative net. */
export type InvoiceLine = { description: string; netMinor: bigint; taxRateBp: number }

export type TaxedLine = InvoiceLine & { taxMinor: bigint }

export type InvoiceTotals = { lines: TaxedLine[]; netMinor: bigint; taxMinor: bigint; totalMinor: bigint }

/** Net times rate, rounded half away from zero to a whole minor unit. */
export function taxOf(netMinor: bigint, taxRateBp: number): bigint {
  const exact = netMinor * BigInt(taxRateBp)
  const magnitude = exact < 0n ? -exact : exact
  const rounded = (magnitude + 5_000n) / 10_000n
  return exact < 0n ? -rounded : rounded
}

/** Each line with its tax, and the sums. The total is the sum of what the lines show, so paper always adds up. */
export function totalsOf(lines: readonly InvoiceLine[]): InvoiceTotals {
  const taxed = lines.map(line => ({ ...line, taxMinor: taxOf(line.netMinor, line.taxRateBp) }))
  const netMinor = taxed.reduce((sum, line) => sum + line.netMinor, 0n)
  const taxMinor = taxed.reduce((sum, line) => sum + line.taxMinor, 0n)
  return { lines: taxed, netMinor, taxMinor, totalMinor: netMinor + taxMinor }
}
