/** Where a member was named: what they have not seen yet first. */
import { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { cursorMoment, cursorOf } from '../../platform/http/cursor.ts'
import type { Who } from '../../platform/identity/who.ts'
import { exactly } from '../../platform/newest-first.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'
import type { Mention, Mentions, mentionsQuery } from './desk.api.ts'

type Row = {
  message_id: string
  conversation_id: string
  contact_id: string
  contact_name: string
  author_id: string | null
  author_name: string | null
  text: string
  created_at: Date
  seen_at: Date | null
}

/** Whether the last one shown was seen, when it was written, its note. */
const cursors = cursorOf('mentions', z.tuple([z.boolean(), cursorMoment, z.uuid()]))

/** Of `$2`, only in conversations they still see. */
const theirs = `FROM mentions n
  JOIN messages m ON m.tenant_id = n.tenant_id AND m.id = n.message_id
  JOIN conversations c ON c.tenant_id = n.tenant_id AND c.id = m.conversation_id
  WHERE n.member_id = $2 AND ${visibleTo(1)}`

const startOf = {
  first: `$3::boolean IS NULL AND $4::timestamptz IS NULL AND $5::uuid IS NULL`,
  further: `((n.seen_at IS NOT NULL) > $3::boolean
    OR ((n.seen_at IS NOT NULL) = $3::boolean AND (n.created_at, n.message_id) < ($4::timestamptz, $5::uuid)))`,
} as const

const listSql = (start: keyof typeof startOf) => `SELECT n.message_id, m.conversation_id, c.contact_id,
    (SELECT ct.name FROM contacts ct WHERE ct.tenant_id = c.tenant_id AND ct.id = c.contact_id) AS contact_name,
    m.author_id, m.author_name, m.text, n.created_at, ${exactly('n.created_at')} AS place, n.seen_at
  ${theirs} AND ${startOf[start]}
  ORDER BY n.seen_at IS NOT NULL, n.created_at DESC, n.message_id DESC LIMIT $6`

/** One page; `next` is the cursor of the following one. One that is seen between two pages may come twice. */
export async function findMentions(
  tx: Tx,
  who: Who,
  query: z.infer<typeof mentionsQuery>,
): Promise<z.infer<typeof Mentions>> {
  const [isSeen, at, id] = cursors.read(query.cursor) ?? [null, null, null]
  const start = at ? 'further' : 'first'
  const { rows } = await tx.query<Row & { place: string }>(
    { name: `find-mentions-${start}`, text: listSql(start) },
    [visibleInboxes(who), who.memberId, isSeen, at, id, query.limit + 1],
  )
  const { rows: counted } = await tx.query<{ unseen: number }>(
    { name: 'count-mentions', text: `SELECT count(*)::int AS unseen ${theirs} AND n.seen_at IS NULL` },
    [visibleInboxes(who), who.memberId],
  )
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    items: page.map(mentionOf),
    unseen: counted[0]?.unseen ?? 0,
    next: last ? cursors.write([last.seen_at !== null, last.place, last.message_id]) : null,
  }
}

/** As the API and the socket speak of it. */
export const mentionOf = (row: Row): z.infer<typeof Mention> => ({
  messageId: row.message_id,
  conversationId: row.conversation_id,
  contact: { id: row.contact_id, name: row.contact_name },
  author: row.author_id ? { id: row.author_id, name: row.author_name ?? '' } : null,
  text: row.text,
  at: row.created_at.toISOString(),
  seenAt: row.seen_at?.toISOString() ?? null,
})
