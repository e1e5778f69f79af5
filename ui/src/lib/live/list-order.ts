/** Which conversations a view shows, in which order, and how that order changes without moving under the pointer. Pure. */
import type { ConversationRow, Filter, View, ViewSort } from '../api/types.ts'
import { matches } from '../views/matches.ts'
import type { Rule } from './ordered.ts'

/** What a saved view picks and how it sorts, at this moment. */
export type Saved = { filter: Filter; sort: ViewSort; now: number }

/** A saved view that is not known yet shows nothing. */
export function isInView(
  row: ConversationRow,
  view: View,
  memberId: string,
  saved: Saved | null = null,
): boolean {
  if (view.startsWith('v/')) return saved !== null && matches(row, saved.filter, { memberId, now: saved.now })
  if (view === 'resolved') return row.status === 'resolved'
  if (row.status !== 'open') return false
  if (view === 'snoozed') return row.snoozedUntil !== null
  if (row.snoozedUntil !== null) return false
  if (view === 'mine') return row.assignee?.id === memberId
  if (view === 'unassigned') return row.assignee === null
  return true
}

/** Newest message first, as the server pages them; the id settles ties. */
export function compareRows(a: ConversationRow, b: ConversationRow): number {
  return descending(a.lastMessageAt, b.lastMessageAt) || descending(a.id, b.id)
}

/** Moments are written alike and in UTC, so that their words sort as they do. */
const descending = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0)

const ranks = { low: 0, normal: 1, high: 2, urgent: 3 }
/** After every moment: who does not wait comes last. */
const never = '~'
const waitsSince = (row: ConversationRow) => row.waitingSince ?? never

/** The orders of hub/views/view-sort.ts. */
const orders: Record<ViewSort, (a: ConversationRow, b: ConversationRow) => number> = {
  latest: compareRows,
  waiting: (a, b) => descending(waitsSince(b), waitsSince(a)) || descending(b.id, a.id),
  priority: (a, b) => ranks[b.priority] - ranks[a.priority] || compareRows(a, b),
}

/** Which rows stand in a view, and in which order. */
export const ruleOf = (view: View, memberId: string, saved: Saved | null = null): Rule => ({
  holds: row => isInView(row, view, memberId, saved),
  compare: orders[saved?.sort ?? 'latest'],
})

/**
 * While the list is held still, rows stay where they are and only what belongs below them is appended.
 * `waiting` counts the rows that are new or would move up.
 */
export function settle(
  shown: string[],
  wanted: string[],
  held: boolean,
): { shown: string[]; waiting: number } {
  if (!held || shown.length === 0) return { shown: wanted, waiting: 0 }
  const place = placesIn(shown)
  const lastHeld = wanted.findLastIndex(id => place.has(id))
  let waiting = 0
  let highest = Number.POSITIVE_INFINITY
  // From the bottom up: a row standing above one that used to stand above it has moved up.
  for (let at = lastHeld; at >= 0; at -= 1) {
    const was = place.get(wanted[at] as string)
    if (was === undefined || was > highest) waiting++
    else highest = was
  }
  const below = wanted.slice(lastHeld + 1)
  return { shown: below.length > 0 ? [...shown, ...below] : shown, waiting }
}

/** A list that is held stays the very same, and is asked about with every event. */
const known = new WeakMap<string[], Map<string, number>>()

function placesIn(shown: string[]): Map<string, number> {
  const places = known.get(shown) ?? new Map(shown.map((id, index) => [id, index]))
  known.set(shown, places)
  return places
}
