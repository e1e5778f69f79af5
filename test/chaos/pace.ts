/** Spreads the load over all kills: each message waits so long that the last one goes out about when the kills end. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from './random.ts'

/** Until the first kill has taught better. */
const guessedMsPerKill = 7_000
const shortestLoadMs = 3_000

export type Pace = {
  /** A kill and its recovery took this long. */
  killDone(tookMs: number): void
  /** Waits before the next of `left` messages. */
  wait(left: number): Promise<void>
}

export function createPace(kills: number, random: Random): Pace {
  let killsLeft = kills
  let killsMs = guessedMsPerKill * kills
  const expectedMs = () => {
    const done = kills - killsLeft
    const perKill = done > 0 ? killsMs / done : guessedMsPerKill
    return Math.max(killsLeft > 0 ? shortestLoadMs : 500, killsLeft * perKill)
  }
  return {
    killDone(tookMs) {
      if (killsLeft === kills) killsMs = 0
      killsLeft -= 1
      killsMs += tookMs
    },
    // Never so long that a kill finds a quiet product.
    wait: left => delay(Math.min(1_000, (expectedMs() / Math.max(1, left)) * random.between(0.2, 1.8))),
  }
}
