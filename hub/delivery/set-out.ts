import type { Tx } from '../../db/client.ts'
import type { LockedConversation } from '../conversations/conversation-log.ts'
import { asAnswered } from '../conversations/reply-to-conversation.ts'
import type { LiveMessage } from '../conversations/shapes.ts'

/**
 * A message that was written for later is handed over now. Only now the list shows it as the latest thing said, and only
 * now the wait is over, unless the customer wrote after it was written: nobody has answered that yet. It takes the number
 * of the event that follows, which puts it in the thread where it was said, below what came in between.
 */
export async function setOut(
  tx: Tx,
  conversation: LockedConversation,
  message: LiveMessage,
  now: Date,
): Promise<void> {
  const { rows } = await tx.query<{ since: Date | null }>(
    `SELECT min(created_at) AS since FROM messages WHERE conversation_id = $1 AND direction = 'in' AND seq > $2`,
    [conversation.id, message.seq],
  )
  const unanswered = rows[0]?.since ?? null
  const { waitingSince } = conversation
  Object.assign(conversation, {
    ...asAnswered(message, now),
    waitingSince: waitingSince && unanswered ? later(waitingSince, unanswered) : null,
  })
  message.seq = conversation.lastSeq + 1
  await tx.query('UPDATE messages SET seq = $2 WHERE id = $1', [message.id, message.seq])
}

const later = (since: string, at: Date) => (Date.parse(since) > at.getTime() ? since : at.toISOString())
