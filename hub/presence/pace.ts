import type { Clock } from '../../platform/clock.ts'

/** At most so many in each stretch of time; returns whether one more is fine now. */
export function createPace(clock: Clock, most: number, withinMs: number): () => boolean {
  let since = Number.NEGATIVE_INFINITY
  let count = 0
  return () => {
    const now = clock.now().getTime()
    if (now - since >= withinMs) {
      since = now
      count = 0
    }
    count++
    return count <= most
  }
}
