/** States only move forward, rows agree with their events, and `unknown` has a kill to blame. */
import type { Checks } from './checks.ts'
import type { Evidence } from './evidence.ts'
import { grouped } from './grouped.ts'
import type { Kill } from './kills.ts'

const rank: Record<string, number> = { queued: 0, sending: 1, unknown: 2, sent: 3, delivered: 4, read: 5 }

/** Sending ends in queued again when the provider asked for another try; proof of arrival outweighs a failure. */
function movesForward(from: string, to: string): boolean {
  if (from === 'sending' && to === 'queued') return true
  if (to === 'failed') return from !== 'delivered' && from !== 'read' && from !== 'failed'
  if (from === 'failed') return to === 'delivered' || to === 'read'
  return (rank[to] ?? -1) > (rank[from] ?? 99)
}

export function judgeStates(evidence: Evidence, kills: Kill[], checks: Checks): void {
  const histories = grouped(evidence.changes, change => change.message_id)
  const back = [...histories].flatMap(([id, changes]) => {
    const states = changes.map(change => change.state)
    const fits = states.every((state, at) => at === 0 || movesForward(states[at - 1] ?? '', state))
    return fits ? [] : [`${id}: ${states.join(' -> ')}`]
  })
  checks.none('no answer went back to an earlier state', back)
  checks.none(
    'the state of an answer is that of its last event',
    evidence.written.flatMap(message => {
      const last = histories.get(message.id)?.at(-1)?.state
      return last === message.state ? [] : [`"${message.text}": row ${message.state}, event ${last}`]
    }),
  )
  const unknown = evidence.written.filter(message => message.state === 'unknown')
  checks.none(
    'an answer is unknown only where a kill struck its attempt',
    unknown
      .filter(message => killBehind(message.attempt_at, kills) === null)
      .map(
        message => `"${message.text}" tried at ${message.attempt_at?.toISOString()}: ${message.state_words}`,
      ),
  )
}

/** Longer than any send takes on these lines. */
const longestSendMs = 5_000

/** The kill that struck an attempt begun at this moment: after its start, or in the recovery it began in. */
export function killBehind(attemptAt: Date | null, kills: Kill[]): Kill | null {
  if (!attemptAt) return null
  const at = attemptAt.getTime()
  const struck = kills.find(kill => {
    const from = kill.at.getTime() - longestSendMs
    return at >= from && at <= kill.at.getTime() + kill.recoveredInMs
  })
  return struck ?? null
}
