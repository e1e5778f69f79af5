/** Undo and "send now": what a person may still do with an answer that waits for its moment. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { conversationSubject } from '../conversations/change-conversation.ts'
import { ConversationLog, type LockedConversation } from '../conversations/conversation-log.ts'
import { lockConversation } from '../conversations/find-conversations.ts'
import { readMessages } from '../conversations/message-rows.ts'
import { publish } from '../conversations/publish.ts'
import type { LiveMessage } from '../conversations/shapes.ts'
import type { Draft } from '../drafts/drafts.api.ts'
import { draftsOf } from '../drafts/find-drafts.ts'
import { returnToDraft } from '../drafts/save-draft.ts'
import { putBack } from '../uploads/send-uploads.ts'
import { type StoredUpload, uploadsOf } from '../uploads/upload-rows.ts'
import { hintDelivery } from './hint.ts'

/**
 * Takes back an answer that waits. Its words and files go back into its writer's draft and leave the message, unless it is
 * a template; the caller is handed their own drafts and files of the conversation. Refuses once it is on its way.
 */
export async function cancelMessage(
  app: App,
  tx: Tx,
  who: Who,
  messageId: string,
): Promise<{ drafts: z.infer<typeof Draft>[]; uploads: StoredUpload[] }> {
  const { conversation, message } = await lockWaiting(tx, who, messageId)
  await tx.query(`UPDATE messages SET state = 'cancelled', text = '' WHERE id = $1`, [messageId])
  const { author, inboxId } = message
  // A template's words are the provider's: they are no draft.
  if (author && !message.template) {
    const place = { id: conversation.id, kind: 'reply' } as const
    await returnToDraft(app, tx, author.id, place, { text: message.text, inboxId })
  }
  await putBack(tx, message, author?.id ?? null)
  audit(tx, {
    action: 'messages.cancel',
    subject: { kind: 'message', id: messageId, name: conversationSubject(conversation).name },
    before: { state: 'queued', sendAfter: message.sendAfter },
    after: { state: 'cancelled' },
  })
  await tell(app, tx, who, conversation, { ...message, state: 'cancelled', text: '', attachments: [] })
  return {
    drafts: await draftsOf(tx, who.memberId, conversation.id),
    uploads: await uploadsOf(tx, who.memberId, conversation.id),
  }
}

/** Lets an answer that waits go at once. Refuses once it is on its way. */
export async function sendNow(app: App, tx: Tx, who: Who, messageId: string): Promise<void> {
  const { conversation, message } = await lockWaiting(tx, who, messageId)
  const now = app.clock.now()
  await tx.query('UPDATE messages SET send_after = $2 WHERE id = $1', [messageId, now])
  audit(tx, {
    action: 'messages.send-now',
    subject: { kind: 'message', id: messageId, name: conversationSubject(conversation).name },
    before: { sendAfter: message.sendAfter },
    after: { sendAfter: now.toISOString() },
  })
  await tell(app, tx, who, conversation, { ...message, sendAfter: now.toISOString() })
  tx.afterCommit(() => hintDelivery(app, who.tenantId, conversation.id, null))
}

async function tell(
  app: App,
  tx: Tx,
  who: Who,
  conversation: LockedConversation,
  message: LiveMessage,
): Promise<void> {
  const log = new ConversationLog(app.clock.now())
  const { state, sendAfter } = message
  log.append(
    conversation,
    {
      type: 'message.changed',
      actor: { id: who.memberId, name: who.name },
      data: { state, sendAfter },
    },
    message,
  )
  const published = await log.save(tx)
  tx.afterCommit(() => publish(app.live, who.tenantId, published))
}

/** The message under its conversation's lock, which handing it over takes too. */
async function lockWaiting(
  tx: Tx,
  who: Who,
  messageId: string,
): Promise<{ conversation: LockedConversation; message: LiveMessage }> {
  const missing = () => new Refusal('missing', 'There is no such message.')
  const [found] = await readMessages(tx, 'm.id = $1', [messageId])
  if (!found) throw missing()
  const conversation = await lockConversation(tx, who, found.conversationId).catch(error => {
    throw error instanceof Refusal ? missing() : error
  })
  const [message] = await readMessages(tx, 'm.id = $1 AND m.conversation_id = $2', [
    messageId,
    conversation.id,
  ])
  if (message?.direction !== 'out') throw missing()
  if (message.author?.id !== who.memberId && !who.permissions.includes('conversations.assign')) {
    throw new Refusal(
      'forbidden',
      'This answer is of a colleague; only who assigns conversations may stop it.',
    )
  }
  await refuseOnItsWay(tx, message)
  return { conversation, message }
}

async function refuseOnItsWay(tx: Tx, message: LiveMessage): Promise<void> {
  if (message.state === 'cancelled') throw new Refusal('conflict', 'This answer was taken back already.')
  const { rows } = await tx.query<{ tries: number }>('SELECT tries FROM messages WHERE id = $1', [message.id])
  if (message.state !== 'queued' || message.sendAfter === null || rows[0]?.tries !== 0) {
    throw new Refusal('conflict', 'It is too late: this answer is on its way.')
  }
}
