/** Taking what is nobody's: of any number who try at once, one gets it and the others hear who. */
import type { Tx } from '../../db/client.ts'
import { audit, unchanged } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { conversationSubject, record } from '../conversations/change-conversation.ts'
import { lockConversation } from '../conversations/find-conversations.ts'
import type { Actor } from '../conversations/shapes.ts'

/**
 * Gives the conversation to whoever asks, if it is nobody's. Claiming one's own changes nothing. Refuses with the
 * assignee when a colleague has it. The row lock of `lockConversation` makes look and take one step.
 */
export async function claimConversation(
  app: App,
  tx: Tx,
  who: Who,
  id: string,
): Promise<{ assignee: Actor }> {
  const conversation = await lockConversation(tx, who, id)
  const { assignee } = conversation
  if (assignee && assignee.id !== who.memberId) {
    throw new Refusal('conflict', `${assignee.name} has this conversation already.`, { assignee })
  }
  if (assignee) {
    unchanged(tx)
    return { assignee }
  }
  const mine = { id: who.memberId, name: who.name }
  conversation.assignee = mine
  await record(app, tx, who, conversation, {
    type: 'conversation.assigned',
    data: { to: mine, from: null },
  })
  audit(tx, {
    action: 'conversations.claim',
    subject: conversationSubject(conversation),
    before: { assignee: null },
    after: { assignee: mine },
  })
  return { assignee: mine }
}
