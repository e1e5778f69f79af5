/** The numbers beside the views, moved along with each row that changes, so that nobody asks for them at every message. */
import type { ConversationCounts, ConversationRow } from '../api/types.ts'

type Counted = Pick<ConversationRow, 'status' | 'assignee' | 'snoozedUntil'>

const one = (row: Counted | null, me: string): ConversationCounts => {
  const isOpen = row?.status === 'open'
  const isAwake = isOpen && row.snoozedUntil === null
  return {
    open: Number(isAwake),
    mine: Number(isAwake && row.assignee?.id === me),
    unassigned: Number(isAwake && row.assignee === null),
    snoozed: Number(isOpen && !isAwake),
  }
}

const keys = ['open', 'mine', 'unassigned', 'snoozed'] as const

/** Whether a row counts elsewhere than before. `before` null: it was not there. */
export function countsElsewhere(before: Counted | null, after: Counted, me: string): boolean {
  const [was, is] = [one(before, me), one(after, me)]
  return keys.some(key => was[key] !== is[key])
}

/** Never below zero: a number that was late itself is put right by the next answer of the server. */
export function countsAfter(
  counts: ConversationCounts,
  before: Counted | null,
  after: Counted,
  me: string,
): ConversationCounts {
  const [was, is] = [one(before, me), one(after, me)]
  return Object.fromEntries(
    keys.map(key => [key, Math.max(0, counts[key] - was[key] + is[key])]),
  ) as ConversationCounts
}
