/** The rows behind catching up: where the database stands, and what was written since a watermark. */
import type { Tx } from '../../db/client.ts'
import { conversationColumns, conversationOf } from './conversation-log.ts'
import type { ListItem } from './find-conversations.ts'

/**
 * How long before its commit a transaction may have named its events. Statements end after 20 s and pauses after 30 s;
 * this only bounds the stretch of the index that is looked at, the watermark decides.
 */
const longestCommitMs = 5 * 60_000

/** More are not read row by row: whoever missed so many fetches their lists. */
const mostRead = 2_000

/** `horizon`: every transaction before it has ended. `reached`: the first that has not begun. */
export type Watermark = { horizon: bigint; reached: bigint; at: Date }

export async function readWatermark(tx: Tx): Promise<Watermark> {
  const { rows } = await tx.query<{ horizon: string; reached: string; at: Date }>({
    name: 'changes-watermark',
    text: `SELECT pg_snapshot_xmin(now.s)::text AS horizon, pg_snapshot_xmax(now.s)::text AS reached, now() AS at
      FROM (SELECT pg_current_snapshot() AS s) now`,
  })
  const [row] = rows
  if (!row) throw new Error('PostgreSQL did not say where it stands')
  return { horizon: BigInt(row.horizon), reached: BigInt(row.reached), at: row.at }
}

/** `changedAt`: the last transaction that told of it. `readCounts`: by member, of those asked for. */
export type ChangedRow = {
  conversation: Omit<ListItem, 'readCount'>
  changedAt: bigint
  readCounts: Record<string, number>
}

type Since = { horizon: bigint; atMs: number }

type Row = Parameters<typeof conversationOf>[0] & {
  ahead: number
  read_counts: Record<string, number> | null
}

/**
 * Every conversation of the tenant with an event of a transaction at or after the horizon; null when there are too many.
 * A row's xmin has 32 bits of its transaction's number: it is after the horizon when less than half a circle ahead.
 */
export async function readChanged(tx: Tx, since: Since, memberIds: string[]): Promise<ChangedRow[] | null> {
  const { rows } = await tx.query<Row>(
    {
      name: 'changed-conversations',
      text: `SELECT ${conversationColumns}, changed.ahead, (SELECT jsonb_object_agg(r.member_id, r.inbound_count)
          FROM read_marks r WHERE r.conversation_id = c.id AND r.member_id = ANY($3)) AS read_counts
        FROM (SELECT e.conversation_id, max((e.xmin::text::bigint - $1::bigint) & 4294967295) AS ahead FROM events e
            WHERE e.id >= $2 AND (e.xmin::text::bigint - $1::bigint) & 4294967295 < 2147483648
            GROUP BY e.conversation_id LIMIT ${mostRead + 1}) changed
          JOIN conversations c ON c.id = changed.conversation_id`,
    },
    [BigInt.asUintN(32, since.horizon).toString(), firstIdAt(since.atMs - longestCommitMs), memberIds],
  )
  if (rows.length > mostRead) return null
  return rows.map(row => ({
    conversation: conversationOf(row),
    changedAt: since.horizon + BigInt(row.ahead),
    readCounts: row.read_counts ?? {},
  }))
}

/** The smallest UUIDv7 of a moment. */
function firstIdAt(ms: number): string {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}
