import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { watchersOf } from '../desk/watchers.ts'
import { draftsOf } from '../drafts/find-drafts.ts'
import { uploadsOf } from '../uploads/upload-rows.ts'
import { findConversation } from './find-conversations.ts'
import { readMessagesBefore } from './message-rows.ts'
import { readTimeline } from './read-events.ts'
import { replyRoutes } from './reply-routes.ts'

const pageSize = 50
const newest = Number.MAX_SAFE_INTEGER

/**
 * Everything the thread shows at first: the latest messages, what happened between them, and the ways to answer. All is
 * asked together; what was read of a conversation this member does not see goes nowhere.
 */
export async function openConversation(app: App, tx: Tx, who: Who, id: string) {
  const found = findConversation(tx, who, id)
  const [conversation, messages, timeline, watchers, drafts, uploads, routes] = await Promise.all([
    found,
    readMessagesBefore(tx, id, newest, pageSize + 1),
    readTimeline(tx, id, 0),
    watchersOf(tx, id),
    draftsOf(tx, who.memberId, id),
    uploadsOf(tx, who.memberId, id),
    found.then(({ contact }) => replyRoutes(app, tx, who, contact.id)),
  ])
  const hasEarlier = messages.length > pageSize
  const page = hasEarlier ? messages.slice(1) : messages
  const from = hasEarlier ? (page[0]?.seq ?? 0) : 0
  return {
    conversation,
    messages: page,
    timeline: timeline.filter(entry => entry.seq >= from),
    hasEarlier,
    watchers,
    replyRoutes: routes,
    drafts,
    uploads,
    uploadMaxBytes: app.config.UPLOAD_MAX_MB * 1_000_000,
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
