/** A contact is only reachable through a conversation one may see; a stranger's answers like one that never was. */
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'

/** The contact's latest conversation this member sees. Refuses (missing) when there is none. */
export async function latestConversation(tx: Tx, who: Who, contactId: string): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT c.id FROM conversations c WHERE ${visibleTo(1)} AND c.contact_id = $2 ORDER BY c.last_message_at DESC LIMIT 1`,
    [visibleInboxes(who), contactId],
  )
  if (!rows[0]) throw new Refusal('missing', 'There is no such contact.')
  return rows[0].id
}

/** Merges one after the other make a chain; nobody merges one contact this often. */
const longestChain = 50

/** The contact an id stands for today: itself, or the one it was merged into. Null when there never was such a contact. */
export async function followMerged(tx: Tx, contactId: string): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    `WITH RECURSIVE chain AS (
       SELECT id, merged_into_id, 1 AS depth FROM contacts WHERE id = $1
       UNION ALL
       SELECT c.id, c.merged_into_id, depth + 1 FROM contacts c JOIN chain ON c.id = chain.merged_into_id
       WHERE depth < ${longestChain})
     SELECT id FROM chain WHERE merged_into_id IS NULL`,
    [contactId],
  )
  return rows[0]?.id ?? null
}
