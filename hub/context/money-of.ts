/** Minor units fit a JSON number up to 90 trillion; more is refused rather than rounded. */
export function moneyOf(minor: bigint, currency: string): { minor: number; currency: string } {
  const value = Number(minor)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${minor} does not fit a JSON number`)
  return { minor: value, currency }
}
