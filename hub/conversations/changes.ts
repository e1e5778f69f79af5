/**
 * Which conversations changed while a client was away. The cursor is a watermark of the database itself: the oldest
 * transaction that was still running when the cursor was given (docs/decisions/0019-catching-up.md).
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Db, Tx } from '../../db/client.ts'
import { gatherByTenant } from '../../platform/gather-by-tenant.ts'
import { cursorMoment, cursorOf } from '../../platform/http/cursor.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { ListItem } from './find-conversations.ts'
import { type ChangedRow, readChanged, readWatermark, type Watermark } from './read-changed.ts'
import { sees, visibleInboxes } from './visible.ts'

/** A client that was away for longer, or missed more rows, fetches its lists anew: that is cheaper then. */
const oldestMs = 15 * 60_000
const mostRows = 500

/** Of one transaction: after a restart all screens of a tenant ask within the same second. */
const mostQuestions = 200

const transactionId = z.string().regex(/^\d{1,18}$/)
const cursors = cursorOf('changes', z.tuple([transactionId, cursorMoment, z.string().max(64)]))

export type Changes = { conversations: ListItem[]; cursor: string; tooOld: boolean; reach: string }

type Question = { who: Who; cursor: string | undefined }
type Since = { horizon: bigint; atMs: number }

/**
 * Conversations this member sees that changed after the cursor, as they are now, and the cursor for the next time. Some
 * may be answered twice, none is left out. `tooOld` without a cursor, after too long, and when the member's reach is
 * not that the cursor was given for: then the lists must be fetched, after this answer.
 */
export type ChangesSince = (who: Who, cursor: string | undefined) => Promise<Changes>

/** Questions that come together are answered together, from one look that is later than all of them. */
export function createChangesSince(db: Db): ChangesSince {
  const questions = gatherByTenant<Question, Changes>(mostQuestions, (tenantId, asked) =>
    db.withTenant(tenantId, tx => answer(tx, asked)),
  )
  return async (who, cursor) => {
    // What nobody gave is refused here: it must not take the others' answer along.
    cursors.read(cursor)
    return questions.add(who.tenantId, { who, cursor })
  }
}

async function answer(tx: Tx, asked: Question[]): Promise<Changes[]> {
  const now = await readWatermark(tx)
  const sinces = asked.map(question => sinceOf(question, now))
  const known = sinces.filter(since => since !== null)
  const memberIds = [...new Set(asked.map(({ who }) => who.memberId))]
  const rows = known.length > 0 ? await readChanged(tx, earliest(known), memberIds) : []
  return asked.map(({ who }, at) => {
    const reach = reachOf(who)
    const cursor = cursors.write([String(now.horizon), now.at.toISOString(), reach])
    const since = sinces[at]
    const changed = since ? changedFor(who, since, rows) : null
    return changed
      ? { conversations: changed, cursor, tooOld: false, reach }
      : { conversations: [], cursor, tooOld: true, reach }
  })
}

/** Null for a cursor that says too little by now. */
function sinceOf({ who, cursor }: Question, now: Watermark): Since | null {
  const given = cursors.read(cursor)
  if (given?.[2] !== reachOf(who)) return null
  const since = { horizon: BigInt(given[0]), atMs: Date.parse(given[1]) }
  // One that speaks of transactions this database has not reached is another's, or the database was set back.
  if (since.horizon > now.reached) return null
  return now.at.getTime() - since.atMs > oldestMs ? null : since
}

const earliest = (sinces: Since[]): Since => ({
  horizon: sinces.map(({ horizon }) => horizon).sort((a, b) => (a < b ? -1 : 1))[0] ?? 0n,
  atMs: Math.min(...sinces.map(({ atMs }) => atMs)),
})

/** Null when there are more of them than it pays to tell row by row. */
function changedFor(who: Who, { horizon }: Since, rows: ChangedRow[] | null): ListItem[] | null {
  if (!rows) return null
  const changed = rows.filter(row => row.changedAt >= horizon && sees(who, row.conversation))
  if (changed.length > mostRows) return null
  return changed.map(({ conversation, readCounts }) => ({
    ...conversation,
    readCount: readCounts[who.memberId] ?? 0,
  }))
}

/** What this member may see, in few letters: other inboxes or words change what is missing, and what must be forgotten. */
const reachOf = (who: Who): string =>
  createHash('sha256')
    .update(
      JSON.stringify([visibleInboxes(who)?.toSorted() ?? 'all', who.customers, who.permissions.toSorted()]),
    )
    .digest('base64url')
    .slice(0, 16)
