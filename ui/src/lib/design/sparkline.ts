/** A row of numbers as a line. Pure. */

/** Points of a polyline in a box of `width` by `height`, the greatest number at the top; all zeros lie on the ground. */
export function sparkPoints(values: readonly number[], width: number, height: number): string {
  const most = Math.max(...values, 1)
  const step = values.length > 1 ? width / (values.length - 1) : 0
  const round = (number: number) => Math.round(number * 100) / 100
  return values.map((value, at) => `${round(at * step)},${round(height - (value / most) * height)}`).join(' ')
}
