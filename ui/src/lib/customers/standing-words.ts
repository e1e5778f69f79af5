/** How it stands with a customer, in words and in a mood. Pure. */
import type { Mood } from '../design/Badge.svelte'
import { say } from '../words/say.ts'
import type { CustomerRow } from './calls.ts'

const known: Record<string, { words: string; mood: Mood }> = {
  active: { words: say`Active`, mood: 'good' },
  suspended: { words: say`Suspended`, mood: 'warn' },
  pending: { words: say`Not started`, mood: 'accent' },
  ended: { words: say`Ended`, mood: 'quiet' },
  none: { words: say`No service`, mood: 'quiet' },
}

export const standingOf = (status: string): { words: string; mood: Mood } =>
  known[status] ?? { words: status, mood: 'quiet' }

export const standingChoices = [
  { value: '', label: say`Any status` },
  ...Object.entries(known).map(([value, { words }]) => ({ value, label: words })),
]

/** As the panel says it of one customer, from the numbers of a list. */
export function linesWords({ all, online }: CustomerRow['lines']): {
  state: 'online' | 'offline' | 'none'
  words: string
} {
  if (all === 0) return { state: 'none', words: say`No line` }
  if (online >= all) return { state: 'online', words: say`Online` }
  return { state: 'offline', words: online > 0 ? say`${all - online} of ${all} offline` : say`Offline` }
}
