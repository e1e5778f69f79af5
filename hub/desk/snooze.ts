/** Putting a conversation aside until a moment, and taking it up again. */
import type { Tx } from '../../db/client.ts'
import { audit, unchanged } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { conversationSubject, record } from '../conversations/change-conversation.ts'
import { lockConversation } from '../conversations/find-conversations.ts'

const longestMs = 366 * 86_400_000

/** Leaves the open views until then, or until the customer writes. Refuses the past, more than a year, and what is resolved. */
export async function snoozeConversation(
  app: App,
  tx: Tx,
  who: Who,
  id: string,
  until: string,
): Promise<void> {
  const at = new Date(until)
  const now = app.clock.now()
  if (at <= now) throw new Refusal('invalid', 'Choose a moment that is still to come.')
  if (at.getTime() - now.getTime() > longestMs) throw new Refusal('invalid', 'Choose a moment within a year.')
  const conversation = await lockConversation(tx, who, id)
  if (conversation.status === 'resolved') {
    throw new Refusal('conflict', 'This conversation is resolved; reopen it before you snooze it.')
  }
  const before = conversation.snoozedUntil
  const snoozedUntil = at.toISOString()
  if (before === snoozedUntil) return unchanged(tx)
  conversation.snoozedUntil = snoozedUntil
  await record(app, tx, who, conversation, {
    type: 'conversation.snoozed',
    data: { until: snoozedUntil },
  })
  audit(tx, {
    action: 'conversations.snooze',
    subject: conversationSubject(conversation),
    before: { snoozedUntil: before },
    after: { snoozedUntil },
  })
}

/** Wakes it before its time. One that is awake stays as it is. */
export async function unsnoozeConversation(app: App, tx: Tx, who: Who, id: string): Promise<void> {
  const conversation = await lockConversation(tx, who, id)
  const before = conversation.snoozedUntil
  if (!before) return unchanged(tx)
  conversation.snoozedUntil = null
  await record(app, tx, who, conversation, { type: 'conversation.woke' })
  audit(tx, {
    action: 'conversations.unsnooze',
    subject: conversationSubject(conversation),
    before: { snoozedUntil: before },
    after: { snoozedUntil: null },
  })
}
