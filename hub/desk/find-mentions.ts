/** Where a member was named: what they have not seen yet first. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'
import type { Mentions } from './desk.api.ts'

const most = 100

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

/** Only in conversations they still see; a hundred at most. */
export async function findMentions(tx: Tx, who: Who): Promise<z.infer<typeof Mentions>> {
  const { rows } = await tx.query<Row>(
    {
      name: 'find-mentions',
      text: `SELECT n.message_id, m.conversation_id, ct.id AS contact_id, ct.name AS contact_name, m.author_id,
          m.author_name, m.text, n.created_at, n.seen_at
        FROM mentions n
        JOIN messages m ON m.tenant_id = n.tenant_id AND m.id = n.message_id
        JOIN conversations c ON c.tenant_id = n.tenant_id AND c.id = m.conversation_id
        JOIN contacts ct ON ct.tenant_id = c.tenant_id AND ct.id = c.contact_id
        WHERE n.member_id = $2 AND ${visibleTo(1)}
        ORDER BY n.seen_at IS NOT NULL, n.created_at DESC, n.message_id LIMIT ${most}`,
    },
    [visibleInboxes(who), who.memberId],
  )
  return { items: rows.map(mentionOf) }
}

const mentionOf = (row: Row) => ({
  messageId: row.message_id,
  conversationId: row.conversation_id,
  contact: { id: row.contact_id, name: row.contact_name },
  author: row.author_id ? { id: row.author_id, name: row.author_name ?? '' } : null,
  text: row.text,
  at: row.created_at.toISOString(),
  seenAt: row.seen_at?.toISOString() ?? null,
})

/** Remembers that they saw it; the first time counts. */
export async function markMentionSeen(tx: Tx, who: Who, messageId: string): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE mentions SET seen_at = COALESCE(seen_at, now()) WHERE message_id = $1 AND member_id = $2`,
    [messageId, who.memberId],
  )
  if (rowCount === 0) throw new Refusal('missing', 'You were not named there.')
}
