/** Reads of the inbox list and of one conversation, through the eyes of the member who asks. */
import { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { cursorMoment, cursorOf } from '../../platform/http/cursor.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import { asleep, awake } from '../desk/snoozed.ts'
import {
  conversationColumns,
  conversationOf,
  type LockedConversation,
  lockConversations,
} from './conversation-log.ts'
import type { listQuery } from './conversations.api.ts'
import type { LiveConversation } from './shapes.ts'
import { sees, visibleInboxes, visibleTo } from './visible.ts'

export type ListItem = LiveConversation & { readCount: number }

const viewFilter = {
  open: `c.status = 'open' AND ${awake}`,
  mine: `c.status = 'open' AND ${awake} AND c.assignee_id = $2`,
  unassigned: `c.status = 'open' AND ${awake} AND c.assignee_id IS NULL`,
  snoozed: asleep,
  resolved: `c.status = 'resolved'`,
} as const

/** Two statements, not one with "or the cursor is null": a plan kept for that one walks every earlier page again. */
const startOf = {
  first: `$3::timestamptz IS NULL AND $4::uuid IS NULL`,
  further: `(c.last_message_at, c.id) < ($3::timestamptz, $4::uuid)`,
} as const

/** NULLS LAST as the indexes have it: without these words PostgreSQL sorts the whole view for every page. */
const listSql = (
  view: keyof typeof viewFilter,
  start: keyof typeof startOf,
) => `SELECT ${conversationColumns}, COALESCE(r.inbound_count, 0) AS read_count
  FROM conversations c
  LEFT JOIN read_marks r ON r.tenant_id = c.tenant_id AND r.conversation_id = c.id AND r.member_id = $2
  WHERE ${visibleTo(1)} AND ${viewFilter[view]}
    AND ${startOf[start]}
  ORDER BY c.last_message_at DESC NULLS LAST, c.id DESC NULLS LAST LIMIT $5`

const cursors = cursorOf('conversations', z.tuple([cursorMoment, z.uuid()]))

/** One page, latest first; `next` is the cursor of the following page. */
export async function findConversations(
  tx: Tx,
  who: Who,
  query: Omit<z.infer<typeof listQuery>, 'viewId'>,
): Promise<{ items: ListItem[]; next: string | null }> {
  const [at, id] = cursors.read(query.cursor) ?? [null, null]
  const start = at ? 'further' : 'first'
  const { rows } = await tx.query<Parameters<typeof conversationOf>[0] & { read_count: number }>(
    { name: `list-${query.view}-${start}`, text: listSql(query.view, start) },
    [visibleInboxes(who), who.memberId, at, id, query.limit + 1],
  )
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const next =
    rows.length > query.limit && last ? cursors.write([last.last_message_at.toISOString(), last.id]) : null
  return { items: page.map(row => ({ ...conversationOf(row), readCount: row.read_count })), next }
}

/** The conversation if this member may see it; a stranger gets the same 404 as for one that never was. */
export async function findConversation(tx: Tx, who: Who, id: string): Promise<ListItem> {
  const { rows } = await tx.query<Parameters<typeof conversationOf>[0] & { read_count: number }>(
    {
      name: 'find-conversation',
      text: `SELECT ${conversationColumns}, COALESCE(r.inbound_count, 0) AS read_count FROM conversations c
        LEFT JOIN read_marks r ON r.tenant_id = c.tenant_id AND r.conversation_id = c.id AND r.member_id = $2
        WHERE ${visibleTo(1)} AND c.id = $3`,
    },
    [visibleInboxes(who), who.memberId, id],
  )
  const row = rows[0]
  if (!row) throw new Refusal('missing', 'There is no such conversation.')
  return { ...conversationOf(row), readCount: row.read_count }
}

/** The same, locked for a change. */
export async function lockConversation(tx: Tx, who: Who, id: string): Promise<LockedConversation> {
  const conversation = (await lockConversations(tx, [id])).get(id)
  if (!conversation || !sees(who, conversation))
    throw new Refusal('missing', 'There is no such conversation.')
  return conversation
}
