/**
 * The customer writes the code back into the conversation. The message stays as it was written: the code is dead by then,
 * and a conversation that hides what somebody wrote is no record.
 */
import { actAs, systemActor } from '../../platform/audit/index.ts'
import type { App } from '../app.ts'
import { lockConversations, type PublishedEvent } from '../conversations/conversation-log.ts'
import { tryCode } from './try-code.ts'

/** Does nothing unless the message is six digits and nothing else. A wrong one counts as a try, like any other. */
export async function verifyByMessage(app: App, tenantId: string, event: PublishedEvent): Promise<void> {
  const code = event.type === 'message.received' ? event.message?.text.trim() : undefined
  if (!code || !/^\d{6}$/.test(code)) return
  await actAs(systemActor('verification'), () =>
    app.db.withTenant(tenantId, async tx => {
      const conversation = (await lockConversations(tx, [event.conversationId])).get(event.conversationId)
      if (conversation) await tryCode(app, tx, conversation, code, null)
    }),
  )
}
