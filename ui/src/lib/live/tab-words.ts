/** What the tabs of one person in one browser say to each other, and which of it counts. Pure. */
import type { Writing } from '../presence/own-place.ts'

/** One stretch of leading by one tab. Of two the later counts, whatever the clock did meanwhile. */
export type Term = { at: number; tab: string }

/** How the leader's socket is: `nth` counts its connections, so that each is caught up with once. */
export type Standing = { offlineSince: number | null; nth: number; isSeen: boolean }

/** What a tab has open. A page nobody looks at shows its panel still, and views nothing. `network`: it watches that. */
export type Place = { panel: string | null; customer: string | null; view: string | null; network: boolean }

export const nowhere: Place = { panel: null, customer: null, view: null, network: false }

export type FromLeader =
  | { kind: 'standing'; term: Term; to: string | null; standing: Standing }
  | { kind: 'told'; term: Term; to: string | null; name: string; payload: unknown }

export type ToLeader =
  /** How do things stand? A new tab is also told what it could not hear. */
  | { kind: 'ask'; tab: string; isNew: boolean }
  | { kind: 'place'; tab: string; place: Place }
  | { kind: 'type'; tab: string; conversationId: string; writing: Writing | null }
  | { kind: 'bye'; tab: string }

export type TabWord =
  | FromLeader
  | ToLeader
  /** What this person did in that tab and the server tells nobody. */
  | { kind: 'did'; deed: unknown }
  | { kind: 'signed-out' }

export const isOlder = (term: Term, than: Term): boolean =>
  term.at < than.at || (term.at === than.at && term.tab < than.tab)

export const nextTerm = (known: Term | null, tab: string, now: number): Term => ({
  at: Math.max(now, (known?.at ?? 0) + 1),
  tab,
})

/** How long a leader may leave a question unanswered; a page that is not frozen answers within milliseconds. */
const patienceMs = 5_000
/** A page in the background may try to connect once a minute only: one that is looked at does better. */
const offlineMs = 2_000

type Seen = {
  isSeen: boolean
  /** Since when a question waits for its answer. */
  askedAt: number | null
  standing: Standing | null
}

/** Whether to take the lead from whoever holds it. Only for a tab that somebody looks at. */
export function mustTakeOver({ isSeen, askedAt, standing }: Seen, now: number): boolean {
  if (!isSeen) return false
  if (askedAt !== null && now - askedAt >= patienceMs) return true
  if (!standing || standing.isSeen || standing.offlineSince === null) return false
  return now - standing.offlineSince >= offlineMs
}
