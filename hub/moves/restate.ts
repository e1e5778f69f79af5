/** What the list shows of a conversation, said anew from the messages that are in it now. */
import type { Tx } from '../../db/client.ts'
import { previewOf } from '../conversations/clean-text.ts'
import type { LockedConversation } from '../conversations/conversation-log.ts'

type Row = {
  direction: 'in' | 'out'
  text: string
  subject: string | null
  channel: string | null
  at: Date
  files: string[]
}

/** Said to the customer or by them: no notes, nothing taken back, nothing that waits for its moment. */
const said = `m.conversation_id = $1 AND m.direction <> 'note' AND m.state <> 'cancelled'
  AND NOT (m.state = 'queued' AND m.send_after IS NOT NULL)`

/** A conversation without a message keeps its place in the list and says nothing. */
export async function restate(tx: Tx, conversation: LockedConversation): Promise<void> {
  const { rows } = await tx.query<Row>(
    `SELECT m.direction, m.text, m.subject, m.channel, GREATEST(m.created_at, m.send_after) AS at,
       ARRAY(SELECT a.name FROM attachments a WHERE a.message_id = m.id ORDER BY a.id) AS files
     FROM messages m WHERE ${said} ORDER BY at DESC, m.seq DESC LIMIT 1`,
    [conversation.id],
  )
  const last = rows[0]
  conversation.preview = last ? previewOf(last.text || (last.subject ?? ''), last.files) : ''
  if (last) {
    conversation.lastDirection = last.direction
    conversation.lastMessageAt = last.at.toISOString()
    conversation.channel = last.channel ?? conversation.channel
  }
  conversation.waitingSince =
    conversation.status === 'resolved' ? null : await waitingSince(tx, conversation.id)
}

/** Since the customer's first message that nobody answered; automatic mail waits for nothing. */
async function waitingSince(tx: Tx, conversationId: string): Promise<string | null> {
  const { rows } = await tx.query<{ at: Date | null }>(
    `SELECT min(m.created_at) AS at FROM messages m WHERE ${said} AND m.direction = 'in' AND NOT m.automatic
       AND m.created_at > COALESCE((SELECT max(GREATEST(m.created_at, m.send_after)) FROM messages m
         WHERE ${said} AND m.direction = 'out'), '-infinity')`,
    [conversationId],
  )
  return rows[0]?.at?.toISOString() ?? null
}
