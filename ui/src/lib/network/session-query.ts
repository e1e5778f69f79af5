/** What the list of sessions is filtered by, kept in the address. Pure. */
import { saidOf } from '../records/address.ts'
import type { Query } from '../records/paged.svelte.ts'
import { say } from '../words/say.ts'

export const sessionNames = ['q', 'nas', 'state', 'since', 'sort'] as const
export type SessionAddress = Record<(typeof sessionNames)[number], string>

/** Who looks at the network now means those online, so that is what an address without a word says. */
export const states = [
  { value: '', label: say`Online now` },
  { value: 'ended', label: say`Ended` },
  { value: 'all', label: say`All` },
]
export const sinces = [
  { value: '', label: say`Started any time` },
  { value: 'hour', label: say`In the last hour` },
  { value: 'day', label: say`In the last 24 hours` },
  { value: 'week', label: say`In the last 7 days` },
]
const sinceMs: Record<string, number> = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 }

/** As the server is asked. */
export function sessionQuery({ q, nas, state, since, sort }: SessionAddress, now: number): Query {
  const ms = sinceMs[since]
  return saidOf({
    q,
    nas,
    state: state === 'all' ? '' : state === 'ended' ? 'ended' : 'open',
    since: ms === undefined ? '' : new Date(now - ms).toISOString(),
    sort,
  })
}

export const isFiltered = ({ q, nas, state, since }: SessionAddress): boolean =>
  [q, nas, state, since].some(Boolean)

/** All sessions of one login. */
export const sessionsOf = (login: string): string =>
  `/network/sessions?${new URLSearchParams({ q: login, state: 'all' })}`
