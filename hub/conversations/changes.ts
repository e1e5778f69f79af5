/**
 * Which conversations changed while a client was away. The cursor is a watermark of the database itself: the oldest
 * transaction that was still running when the cursor was given (docs/decisions/0019-catching-up.md).
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { cursorMoment, cursorOf } from '../../platform/http/cursor.ts'
import type { Who } from '../../platform/identity/who.ts'
import { conversationColumns, conversationOf } from './conversation-log.ts'
import type { ListItem } from './find-conversations.ts'
import { visibleInboxes, visibleTo } from './visible.ts'

/** A client that was away for longer, or missed more rows, fetches its lists anew: that is cheaper then. */
const oldestMs = 15 * 60_000
const mostRows = 500

/**
 * How long before its commit a transaction may have named its events. Statements end after 20 s and pauses after 30 s;
 * this only bounds the stretch of the index that is looked at, the watermark decides.
 */
const longestCommitMs = 5 * 60_000

const transactionId = z.string().regex(/^\d{1,18}$/)
const cursors = cursorOf('changes', z.tuple([transactionId, cursorMoment, z.string().max(64)]))

export type Changes = { conversations: ListItem[]; cursor: string; tooOld: boolean }

/**
 * Conversations this member sees that changed after the cursor, as they are now, and the cursor for the next time. Some
 * may be answered twice, none is left out. `tooOld` without a cursor, after too long, and when the member's inboxes are
 * not those the cursor was given for: then the lists must be fetched, after this answer.
 */
export async function changesSince(tx: Tx, who: Who, cursor: string | undefined): Promise<Changes> {
  const since = cursors.read(cursor)
  const now = await watermark(tx, since?.[0] ?? '0')
  const reach = reachOf(who)
  const next = cursors.write([now.horizon, now.at.toISOString(), reach])
  const anew: Changes = { conversations: [], cursor: next, tooOld: true }
  if (!since || now.isBehind || since[2] !== reach) return anew
  const sinceMs = Date.parse(since[1])
  if (now.at.getTime() - sinceMs > oldestMs) return anew
  const changed = await changedConversations(tx, who, since[0], sinceMs - longestCommitMs)
  return changed.length > mostRows ? anew : { conversations: changed, cursor: next, tooOld: false }
}

type Watermark = { horizon: string; at: Date; isBehind: boolean }

/** `isBehind`: the cursor speaks of transactions this database has not reached, so it is another's or was set back. */
async function watermark(tx: Tx, since: string): Promise<Watermark> {
  const { rows } = await tx.query<Watermark>(
    {
      name: 'changes-watermark',
      text: `SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon, now() AS at,
        $1::xid8 > pg_snapshot_xmax(pg_current_snapshot()) AS "isBehind"`,
    },
    [since],
  )
  return rows[0] as Watermark
}

/** A row's xmin has 32 bits of its transaction's number: it is after the watermark when less than half a circle ahead. */
async function changedConversations(tx: Tx, who: Who, since: string, fromMs: number): Promise<ListItem[]> {
  const { rows } = await tx.query<Parameters<typeof conversationOf>[0] & { read_count: number }>(
    {
      name: 'changed-conversations',
      text: `SELECT ${conversationColumns}, COALESCE(r.inbound_count, 0) AS read_count FROM conversations c
        LEFT JOIN read_marks r ON r.tenant_id = c.tenant_id AND r.conversation_id = c.id AND r.member_id = $2
        WHERE ${visibleTo(1)} AND c.id IN (SELECT e.conversation_id FROM events e
          WHERE e.id >= $3 AND (e.xmin::text::bigint - $4::bigint) & 4294967295 < 2147483648)
        LIMIT ${mostRows + 1}`,
    },
    [visibleInboxes(who), who.memberId, firstIdAt(fromMs), BigInt.asUintN(32, BigInt(since)).toString()],
  )
  return rows.map(row => ({ ...conversationOf(row), readCount: row.read_count }))
}

/** The smallest UUIDv7 of a moment. */
function firstIdAt(ms: number): string {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

/** Which inboxes a cursor was given for, in few letters: more or fewer of them change what is missing. */
const reachOf = (who: Who): string =>
  createHash('sha256')
    .update(JSON.stringify(visibleInboxes(who)?.toSorted() ?? 'all'))
    .digest('base64url')
    .slice(0, 16)
