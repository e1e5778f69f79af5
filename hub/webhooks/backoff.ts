/** When a delivery that was not accepted is tried again. Pure. */

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** Waits after the 1st, 2nd … failed try: eleven tries over about a day. */
const waitsMs = [
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  8 * hour,
  8 * hour,
]

/** However long a receiver asks us to stay away. */
export const longestRetryAfterMs = 8 * hour

/**
 * Milliseconds to wait after `tries` failed tries, null when it is given up. `random` (0 to 1) spreads the wait by a
 * fifth either way; a receiver's Retry-After is honoured up to a cap and never shortens the wait.
 */
export function waitMs(tries: number, random: number, retryAfterMs = 0): number | null {
  const wait = waitsMs[tries - 1]
  if (wait === undefined) return null
  return Math.max(Math.round(wait * (0.8 + 0.4 * random)), Math.min(retryAfterMs, longestRetryAfterMs))
}

/** Retry-After (RFC 9110 10.2.3: seconds or a date) in milliseconds from now; 0 when absent or unreadable. */
export function retryAfterMs(header: string | undefined, now: Date): number {
  const text = header?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text) * second
  const at = Date.parse(text)
  return Number.isNaN(at) ? 0 : Math.max(0, at - now.getTime())
}
