/**
 * Messages from one locked conversation to another. Each takes the next number there, with an event of its own; the old
 * conversation tells which ones left. Their time stays: a screen shows them where they were said.
 */
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import {
  ConversationLog,
  type LockedConversation,
  type PublishedEvent,
} from '../conversations/conversation-log.ts'
import { readMessages } from '../conversations/message-rows.ts'
import { publish } from '../conversations/publish.ts'
import type { LiveMessage } from '../conversations/shapes.ts'
import { restate } from './restate.ts'

export const mostMessages = 1_000
/** More than these are not told one by one: screens see the gap and fetch. */
const mostTold = 50

export type Carry = {
  moveId: string
  kind: 'split' | 'merge' | 'move' | 'undo'
  from: LockedConversation
  to: LockedConversation
  messageIds: string[]
}

/** Refuses messages that are not there (missing), on their way to the customer, or too many at once (conflict). */
export async function carry(app: App, tx: Tx, who: Who, { moveId, kind, ...move }: Carry): Promise<number> {
  const { from, to } = move
  const messages = await readMessages(tx, 'm.conversation_id = $1 AND m.id = ANY($2)', [
    from.id,
    move.messageIds,
  ])
  if (messages.length < move.messageIds.length) {
    throw new Refusal('missing', 'One of these messages is no longer in this conversation.')
  }
  refuseUnderWay(messages)
  const log = new ConversationLog(app.clock.now())
  const about = {
    moveId,
    kind,
    count: messages.length,
    from: { id: from.id, subject: from.subject },
    to: { id: to.id, subject: to.subject },
  }
  const actor = { id: who.memberId, name: who.name }
  for (const message of messages) {
    message.conversationId = to.id
    log.append(to, { type: 'message.moved', actor, data: { moveId } }, message)
    if (message.inboxId && !to.inboxIds.includes(message.inboxId)) to.inboxIds.push(message.inboxId)
  }
  to.inboundCount += messages.filter(message => message.direction === 'in').length
  await rehang(tx, to.id, messages)
  await restate(tx, from)
  await restate(tx, to)
  log.append(to, { type: 'messages.moved', actor, data: about })
  log.append(from, { type: 'messages.moved', actor, data: { ...about, messageIds: move.messageIds } })
  const published = await log.save(tx)
  const isLast = (event: PublishedEvent) =>
    event.seq === (event.conversationId === to.id ? to.lastSeq : from.lastSeq)
  const told = published.length > mostTold ? published.filter(isLast) : published
  tx.afterCommit(() => publish(app.live, who.tenantId, told))
  return messages.length
}

function refuseUnderWay(messages: LiveMessage[]): void {
  if (messages.length > mostMessages) {
    throw new Refusal(
      'conflict',
      `These are ${messages.length} messages; at most ${mostMessages} move at once.`,
    )
  }
  const waiting = messages.find(message => message.state === 'queued' || message.state === 'sending')
  if (!waiting) return
  const words = waiting.sendAfter ? 'is to be sent later; cancel or send it first.' : 'is still on its way.'
  throw new Refusal('conflict', `"${waiting.text.slice(0, 60)}" ${words}`)
}

/** Everything that hangs on a message goes with it. */
async function rehang(tx: Tx, toId: string, messages: LiveMessage[]): Promise<void> {
  const ids = messages.map(message => message.id)
  await tx.query(
    `UPDATE messages m SET conversation_id = $1, seq = x.seq
     FROM unnest($2::uuid[], $3::bigint[]) AS x(id, seq) WHERE m.id = x.id`,
    [toId, ids, messages.map(message => message.seq)],
  )
  await tx.query('UPDATE attachments SET conversation_id = $1 WHERE message_id = ANY($2)', [toId, ids])
  await tx.query('UPDATE mentions SET conversation_id = $1 WHERE message_id = ANY($2)', [toId, ids])
}
