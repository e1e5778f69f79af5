/** Retransmissions get the reply the first packet got, and cause no second sign-in (RFC 5080 section 2.2.2). */
import type { Clock } from '../../platform/clock.ts'

export type Admission =
  | { kind: 'new' }
  | { kind: 'in-flight' }
  | { kind: 'full' }
  | { kind: 'answered'; reply: Buffer }

export type Duplicates = {
  /** Asks before work begins. 'new' reserves the key until `answer` or `forget`. */
  admit(key: string): Admission
  /** Keeps the reply for later retransmissions. */
  answer(key: string, reply: Buffer): void
  /** The packet stayed without a reply: a retransmission may try again. */
  forget(key: string): void
}

/**
 * Keeps replies for `lifetimeMs` (5 to 30 s) and at most `capacity` of them, the oldest leaving first. At most
 * `maxInFlight` packets are worked on at once: beyond that new ones are 'full', so that an overload sheds new
 * dialogues and never forgets begun ones. Only packets already proven authentic may be put in.
 */
export function createDuplicates(
  clock: Clock,
  { lifetimeMs = 10_000, capacity = 65_536, maxInFlight = 4_096, abandonAfterMs = 30_000 } = {},
): Duplicates {
  const answered = new Map<string, { reply: Buffer; until: number }>()
  const inFlight = new Map<string, number>()

  /** Both maps are in order of time, so what has run out stands at their heads. */
  const sweep = (now: number) => {
    for (const [key, { until }] of answered) {
      if (until > now && answered.size <= capacity) break
      answered.delete(key)
    }
    for (const [key, since] of inFlight) {
      if (since + abandonAfterMs > now) break
      inFlight.delete(key)
    }
  }

  return {
    admit(key) {
      const now = clock.now().getTime()
      sweep(now)
      const known = answered.get(key)
      if (known) return { kind: 'answered', reply: known.reply }
      if (inFlight.has(key)) return { kind: 'in-flight' }
      if (inFlight.size >= maxInFlight) return { kind: 'full' }
      inFlight.set(key, now)
      return { kind: 'new' }
    },
    answer(key, reply) {
      inFlight.delete(key)
      const now = clock.now().getTime()
      answered.delete(key)
      answered.set(key, { reply, until: now + lifetimeMs })
      sweep(now)
    },
    forget(key) {
      inFlight.delete(key)
    },
  }
}
