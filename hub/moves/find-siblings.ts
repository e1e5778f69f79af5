/** Where messages of a conversation could go: the other conversations of the same contact, latest first. */
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { conversationColumns, conversationOf } from '../conversations/conversation-log.ts'
import { findConversation } from '../conversations/find-conversations.ts'
import type { LiveConversation } from '../conversations/shapes.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'

const most = 50

/** Only those this member sees; fifty at most. */
export async function findSiblings(tx: Tx, who: Who, id: string): Promise<{ items: LiveConversation[] }> {
  const { contact } = await findConversation(tx, who, id)
  const { rows } = await tx.query<Parameters<typeof conversationOf>[0]>(
    {
      name: 'find-siblings',
      text: `SELECT ${conversationColumns} FROM conversations c
        WHERE c.contact_id = $2 AND c.id <> $3 AND ${visibleTo(1)}
        ORDER BY c.last_message_at DESC, c.id LIMIT ${most}`,
    },
    [visibleInboxes(who), contact.id, id],
  )
  return { items: rows.map(conversationOf) }
}
