/** Why packets stayed without a reply: counted for metrics, and told to the log without flooding it. */
import type { Clock } from '../../platform/clock.ts'
import type { Log } from './ports.ts'

export type Silence =
  | 'malformed'
  | 'unexpected-code'
  | 'unknown-nas'
  | 'no-message-authenticator'
  | 'wrong-secret'
  | 'overload'
  | 'failed'

export type Silences = {
  note(reason: Silence, from: string, error?: unknown): void
  readonly counts: Readonly<Record<Silence, number>>
}

const words: Record<Silence, string> = {
  malformed: 'RADIUS packet ignored: malformed',
  'unexpected-code': 'RADIUS packet ignored: this code does not belong on this port',
  'unknown-nas': 'RADIUS packet ignored: no router has this address; add it or correct its source address',
  'no-message-authenticator':
    'RADIUS request ignored: no Message-Authenticator; switch it on at the router, or upgrade its software',
  'wrong-secret': 'RADIUS packet ignored: the shared secret differs from the router’s',
  overload: 'RADIUS packet ignored: too many are being worked on',
  failed: 'RADIUS request left unanswered: it could not be decided; the router will try again',
}

/** Each reason and address is logged at most once a minute; at most 1,000 of them are remembered. */
export function createSilences(log: Log, clock: Clock): Silences {
  const counts: Record<Silence, number> = {
    malformed: 0,
    'unexpected-code': 0,
    'unknown-nas': 0,
    'no-message-authenticator': 0,
    'wrong-secret': 0,
    overload: 0,
    failed: 0,
  }
  const quietUntil = new Map<string, number>()
  return {
    counts,
    note(reason, from, error) {
      counts[reason]++
      const now = clock.now().getTime()
      const key = `${reason} ${from}`
      if ((quietUntil.get(key) ?? 0) > now) return
      if (quietUntil.size >= 1_000) quietUntil.clear()
      quietUntil.set(key, now + 60_000)
      if (reason === 'failed') log.error({ from, err: error }, words[reason])
      else log.warn({ from }, words[reason])
    },
  }
}
