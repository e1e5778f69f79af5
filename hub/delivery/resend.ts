import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { ConversationLog } from '../conversations/conversation-log.ts'
import { lockConversation } from '../conversations/find-conversations.ts'
import { readMessages } from '../conversations/message-rows.ts'
import { publish } from '../conversations/publish.ts'
import { hintDelivery } from './hint.ts'

/** Puts a failed or unknown message back into the queue, because a person said so. */
export async function resendMessage(app: App, tx: Tx, who: Who, messageId: string): Promise<void> {
  const [found] = await readMessages(tx, 'm.id = $1', [messageId])
  if (!found) throw new Refusal('missing', 'There is no such message.')
  const conversation = await lockConversation(tx, who, found.conversationId)
  const [message] = await readMessages(tx, 'm.id = $1', [messageId])
  if (message?.direction !== 'out') throw new Refusal('missing', 'There is no such message.')
  if (message.state !== 'failed' && message.state !== 'unknown') {
    throw new Refusal(
      'conflict',
      `This message is ${message.state}; only failed or unknown ones are sent again.`,
    )
  }
  await tx.query(
    `UPDATE messages SET state = 'queued', state_words = NULL, state_code = NULL, next_try_at = NULL, tries = 0 WHERE id = $1`,
    [messageId],
  )
  audit(tx, {
    action: 'messages.resend',
    subject: { kind: 'message', id: messageId, name: conversation.contact.name },
    before: { state: message.state },
    after: { state: 'queued' },
  })
  const log = new ConversationLog(app.clock.now())
  const queued = { ...message, state: 'queued' as const, stateWords: null }
  log.append(
    conversation,
    { type: 'message.changed', actor: { id: who.memberId, name: who.name }, data: { state: 'queued' } },
    queued,
  )
  const published = await log.save(tx)
  tx.afterCommit(() => {
    publish(app.live, who.tenantId, published)
    hintDelivery(app, who.tenantId, conversation.id, null)
  })
}
