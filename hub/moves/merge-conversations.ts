/** Two conversations about one matter become one: all messages go over, the empty one is resolved. */
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { conversationSubject, refuseSecondChat } from '../conversations/change-conversation.ts'
import type { LockedConversation } from '../conversations/conversation-log.ts'
import { carry, mostMessages } from './carry.ts'
import { lockBoth } from './lock-both.ts'
import { type Before, recordMove } from './record-move.ts'

/** Refuses (conflict) more messages than move at once, an empty conversation, and the running chat into a resolved one. */
export async function mergeConversations(app: App, tx: Tx, who: Who, id: string, intoId: string) {
  const { from, to } = await lockBoth(tx, who, id, intoId)
  const messageIds = await everything(tx, id)
  const before: Before = {
    from: { status: from.status, snoozedUntil: from.snoozedUntil },
    to: { status: to.status, labels: to.labels, assigneeId: to.assignee?.id ?? null },
  }
  if (from.status === 'open' && to.status === 'resolved') await goOnIn(tx, from, to)
  Object.assign(from, { status: 'resolved', snoozedUntil: null })
  to.labels = [...new Set([...to.labels, ...from.labels])]
  to.assignee ??= from.assignee
  const move = { id: newId(), kind: 'merge' as const, from, to, messageIds }
  const count = await carry(app, tx, who, { moveId: move.id, ...move })
  // Whoever wanted to hear of the one hears of both now.
  await tx.query(
    `INSERT INTO watchers (conversation_id, member_id) SELECT $2, member_id FROM watchers WHERE conversation_id = $1
     ON CONFLICT DO NOTHING`,
    [id, intoId],
  )
  await recordMove(tx, who, { ...move, before })
  audit(tx, {
    action: 'conversations.merge',
    subject: conversationSubject(from),
    after: { moveId: move.id, conversationId: to.id, messages: count },
  })
  return { moveId: move.id, conversationId: to.id, count }
}

/** What is open goes on in the other one. A contact has one running chat, and that is where their next message goes. */
async function goOnIn(tx: Tx, from: LockedConversation, to: LockedConversation): Promise<void> {
  if (from.thread === 'chat' && to.thread === 'chat') {
    throw new Refusal('conflict', 'This is the running chat; merge the resolved one into it instead.')
  }
  await refuseSecondChat(tx, to)
  to.status = 'open'
}

async function everything(tx: Tx, conversationId: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM messages WHERE conversation_id = $1 AND state <> 'cancelled' ORDER BY seq LIMIT ${mostMessages + 1}`,
    [conversationId],
  )
  if (rows.length === 0)
    throw new Refusal('conflict', 'There is no message in this conversation to take over.')
  return rows.map(row => row.id)
}
