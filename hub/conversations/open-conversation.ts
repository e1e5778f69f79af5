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
const newest = Number.MAX_SAFE_INTEGER

/**
 * Everything the thread shows at first: the latest messages, what happened between them, and the ways to answer. All is
 * asked together; what was read of a conversation this member does not see goes nowhere.
 */
export async function openConversation(app: App, tx: Tx, who: Who, id: string) {
  const found = findConversation(tx, who, id)
  const [conversation, messages, timeline, watchers, drafts, routes] = await Promise.all([
    found,
    readMessagesBefore(tx, id, newest, pageSize + 1),
    readTimeline(tx, id, 0),
    watchersOf(tx, id),
    draftsOf(tx, who.memberId, id),
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
