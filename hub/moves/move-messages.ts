/** Messages that belong to another matter: to a conversation of the same contact, or split off into a new one. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { conversationSubject, refuseSecondChat } from '../conversations/change-conversation.ts'
import { cleanText } from '../conversations/clean-text.ts'
import type { LockedConversation } from '../conversations/conversation-log.ts'
import { createThread } from '../conversations/find-conversation.ts'
import { lockConversation } from '../conversations/find-conversations.ts'
import { carry } from './carry.ts'
import { lockBoth } from './lock-both.ts'
import type { moveMessages as schema } from './moves.api.ts'
import { recordMove } from './record-move.ts'

type Body = z.infer<typeof schema>

/** Refuses what {@link carry} and {@link lockBoth} refuse. A resolved target is opened again: the matter goes on. */
export async function moveMessages(app: App, tx: Tx, who: Who, id: string, body: Body) {
  const isSplit = body.toConversationId === null
  const toId = body.toConversationId ?? (await splitOff(app, tx, await lockConversation(tx, who, id), body))
  const { from, to } = await lockBoth(tx, who, id, toId)
  // A conversation made for this is over once it is taken back.
  const before = { to: { status: isSplit ? ('resolved' as const) : to.status } }
  if (isSplit) takeOver(from, to)
  if (to.status === 'resolved') {
    await refuseSecondChat(tx, to)
    to.status = 'open'
  }
  const messageIds = await named(tx, id, body)
  const move = { id: newId(), kind: isSplit ? ('split' as const) : ('move' as const), from, to, messageIds }
  const count = await carry(app, tx, who, { moveId: move.id, ...move })
  await recordMove(tx, who, { ...move, before })
  audit(tx, {
    action: `conversations.${move.kind}`,
    subject: conversationSubject(from),
    after: { moveId: move.id, conversationId: to.id, messages: count },
  })
  return { moveId: move.id, conversationId: to.id, count }
}

/** A thread, not a chat: the contact's running chat stays the one their next message goes to. */
const splitOff = (app: App, tx: Tx, from: LockedConversation, { subject }: Body): Promise<string> =>
  createThread(tx, {
    contactId: from.contact.id,
    channel: from.channel,
    inboxId: from.inboxIds[0] ?? '',
    at: app.clock.now(),
    subject: subject ? cleanText(subject) : null,
  })

/** Who looks after the one looks after what was split off from it, and whoever saw the one sees the other. */
function takeOver(from: LockedConversation, to: LockedConversation): void {
  const { assignee, team, customer, priority, inboxIds } = from
  Object.assign(to, { assignee, team, customer, priority, inboxIds: [...inboxIds] })
}

async function named(tx: Tx, conversationId: string, { messageIds, andLater }: Body): Promise<string[]> {
  const ids = [...new Set(messageIds)]
  if (!andLater) return ids
  const { rows } = await tx.query<{ id: string }>(
    `SELECT m.id FROM messages m WHERE m.conversation_id = $1 AND m.seq >=
       (SELECT min(e.seq) FROM messages e WHERE e.conversation_id = $1 AND e.id = ANY($2)) ORDER BY m.seq`,
    [conversationId, ids],
  )
  if (rows.length === 0)
    throw new Refusal('missing', 'One of these messages is no longer in this conversation.')
  return rows.map(row => row.id)
}
