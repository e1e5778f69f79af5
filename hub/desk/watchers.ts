/** Members who want to hear of a conversation that is not theirs. */
import type { Tx } from '../../db/client.ts'
import { audit, unchanged } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { conversationSubject } from '../conversations/change-conversation.ts'
import { findConversation } from '../conversations/find-conversations.ts'
import type { Actor } from '../conversations/shapes.ts'

/** In the order they began. The caller has made sure that the conversation may be seen. */
export async function watchersOf(tx: Tx, conversationId: string): Promise<Actor[]> {
  const { rows } = await tx.query<Actor>(
    {
      name: 'watchers-of',
      text: `SELECT m.id, m.name FROM watchers w JOIN members m ON m.tenant_id = w.tenant_id AND m.id = w.member_id
        WHERE w.conversation_id = $1 AND m.disabled_at IS NULL ORDER BY w.since, m.id`,
    },
    [conversationId],
  )
  return rows
}

/** Adds the members; answers whether any was new. */
export async function addWatchers(tx: Tx, conversationId: string, memberIds: string[]): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO watchers (conversation_id, member_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING`,
    [conversationId, memberIds],
  )
  return (rowCount ?? 0) > 0
}

/** Begins to watch; twice is once. */
export async function watch(tx: Tx, who: Who, id: string): Promise<{ watchers: Actor[] }> {
  const conversation = await findConversation(tx, who, id)
  if (await addWatchers(tx, id, [who.memberId])) {
    audit(tx, { action: 'conversations.watch', subject: conversationSubject(conversation) })
  } else unchanged(tx)
  return { watchers: await watchersOf(tx, id) }
}

/** Ends it; ending what is not is nothing. */
export async function unwatch(tx: Tx, who: Who, id: string): Promise<{ watchers: Actor[] }> {
  const conversation = await findConversation(tx, who, id)
  const { rowCount } = await tx.query('DELETE FROM watchers WHERE conversation_id = $1 AND member_id = $2', [
    id,
    who.memberId,
  ])
  if (rowCount === 0) unchanged(tx)
  else audit(tx, { action: 'conversations.unwatch', subject: conversationSubject(conversation) })
  return { watchers: await watchersOf(tx, id) }
}
