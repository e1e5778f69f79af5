/** Which conversations a view shows, in which order, and how that order changes without moving under the pointer. Pure. */
import type { ConversationListItem, ConversationRow, Filter, View, ViewSort } from '../api/types.ts'
import { matches } from '../views/matches.ts'

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
  const byTime = Date.parse(b.lastMessageAt) - Date.parse(a.lastMessageAt)
  return byTime !== 0 ? byTime : a.id < b.id ? 1 : -1
}

const ranks = { low: 0, normal: 1, high: 2, urgent: 3 }
/** After every moment: who does not wait comes last. */
const never = 8.64e15
const waitsSince = (row: ConversationRow) => (row.waitingSince ? Date.parse(row.waitingSince) : never)

/** The orders of hub/views/view-sort.ts. */
const orders: Record<ViewSort, (a: ConversationRow, b: ConversationRow) => number> = {
  latest: compareRows,
  waiting: (a, b) => waitsSince(a) - waitsSince(b) || (a.id < b.id ? -1 : 1),
  priority: (a, b) => ranks[b.priority] - ranks[a.priority] || compareRows(a, b),
}

/** Rows of the view down to `end`, the last row fetched so far (null when all of them are here). */
export function orderOf(
  rows: ConversationListItem[],
  view: View,
  memberId: string,
  end: ConversationRow | null,
  saved: Saved | null = null,
): string[] {
  const compare = orders[saved?.sort ?? 'latest']
  return rows
    .filter(
      row =>
        isInView(row, view, memberId, saved) && (end === null || row.id === end.id || compare(row, end) <= 0),
    )
    .sort(compare)
    .map(row => row.id)
}

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
  const place = new Map(shown.map((id, index) => [id, index]))
  const lastHeld = wanted.reduce((last, id, index) => (place.has(id) ? index : last), -1)
  let waiting = 0
  let highest = Number.POSITIVE_INFINITY
  // From the bottom up: a row standing above one that used to stand above it has moved up.
  for (const id of wanted.slice(0, lastHeld + 1).reverse()) {
    const was = place.get(id) ?? Number.POSITIVE_INFINITY
    if (was > highest || !place.has(id)) waiting++
    else highest = was
  }
  return { shown: [...shown, ...wanted.slice(lastHeld + 1)], waiting }
}
