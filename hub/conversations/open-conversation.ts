import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { watchersOf } from '../desk/watchers.ts'
import { draftsOf } from '../drafts/find-drafts.ts'
import { findConversation } from './find-conversations.ts'
import { readMessagesBefore } from './message-rows.ts'
import { readTimeline } from './read-events.ts'
import { replyRoutes } from './reply-routes.ts'

const pageSize = 50

/** Everything the thread shows at first: the latest messages, what happened between them, and the ways to answer. */
export async function openConversation(app: App, tx: Tx, who: Who, id: string) {
  const conversation = await findConversation(tx, who, id)
  const messages = await readMessagesBefore(tx, id, conversation.lastSeq + 1, pageSize + 1)
  const hasEarlier = messages.length > pageSize
  const page = hasEarlier ? messages.slice(1) : messages
  return {
    conversation,
    messages: page,
    timeline: await readTimeline(tx, id, hasEarlier ? (page[0]?.seq ?? 0) : 0),
    hasEarlier,
    watchers: await watchersOf(tx, id),
    replyRoutes: await replyRoutes(app, tx, who, conversation.contact.id),
    drafts: await draftsOf(tx, who.memberId, id),
  }
}

/** The page before a message; with `around`, as much of the way back to that message as one answer holds. */
export async function earlierMessages(tx: Tx, who: Who, id: string, before: number, around?: string) {
  await findConversation(tx, who, id)
  const limit = around ? await wayBackTo(tx, id, around, before) : pageSize
  const messages = await readMessagesBefore(tx, id, before, limit + 1)
  const hasEarlier = messages.length > limit
  const page = hasEarlier ? messages.slice(1) : messages
  return { messages: page, hasEarlier }
}

const mostAtOnce = 500
/** So that what led to the message is there too. */
const somewhatBefore = 10

/** How many messages lie between a number and a message, that one and some before it counted in. */
async function wayBackTo(tx: Tx, id: string, messageId: string, before: number): Promise<number> {
  const target = await tx.query<{ seq: number }>(
    'SELECT seq FROM messages WHERE id = $1 AND conversation_id = $2',
    [messageId, id],
  )
  const seq = target.rows[0]?.seq
  if (seq === undefined) throw new Refusal('missing', 'That message is not in this conversation.')
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT FROM messages
       WHERE conversation_id = $1 AND seq >= $2 AND seq < $3 LIMIT ${mostAtOnce}) m`,
    [id, seq, before],
  )
  return Math.min((rows[0]?.count ?? 0) + somewhatBefore, mostAtOnce)
}
