import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
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

/** The page before a message. */
export async function earlierMessages(tx: Tx, who: Who, id: string, before: number) {
  await findConversation(tx, who, id)
  const messages = await readMessagesBefore(tx, id, before, pageSize + 1)
  const hasEarlier = messages.length > pageSize
  const page = hasEarlier ? messages.slice(1) : messages
  return { messages: page, hasEarlier }
}
