/** Routes of conversations: endpoint -> verb. */
import { z } from 'zod'
import { type Endpoint, endpoint, waitingEndpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { readAttachment, readMessageHtml } from '../attachments/read-attachment.ts'
import { countConversations } from '../counts/count-conversations.ts'
import { resendMessage } from '../delivery/resend.ts'
import { listView } from '../views/list-view.ts'
import {
  assignConversation,
  markRead,
  reopenConversation,
  resolveConversation,
} from './change-conversation.ts'
import { createChangesSince } from './changes.ts'
import * as api from './conversations.api.ts'
import { findConversations } from './find-conversations.ts'
import { earlierMessages, openConversation } from './open-conversation.ts'
import { eventsAfter } from './read-events.ts'
import { readStream } from './read-stream.ts'
import { noteOnConversation, replyToConversation } from './reply-to-conversation.ts'
import { writeNote, writeReply } from './write.api.ts'

const params = api.idParam
const page = z.object({ items: z.array(api.ConversationListItem), next: z.string().nullable() })
const messages = z.object({ messages: z.array(api.Message), hasEarlier: z.boolean() })
const missed = z.object({ events: z.array(api.ConversationEvent), lastSeq: z.int(), tooOld: z.boolean() })
const before = z.object({
  before: z.coerce.number().int().min(0),
  around: z.uuid().optional().describe('Back to this message and some before it, as far as one answer holds'),
})
const after = z.object({ after: z.coerce.number().int().min(0) })
const assign = z.object({ memberId: z.uuid().nullable() })
const read = z.object({ inboundCount: z.int().min(0) })

export function conversationRoutes(app: App): Endpoint[] {
  const changesSince = createChangesSince(app.db)
  return [
    endpoint(
      'get',
      '/api/conversations',
      'conversations.read',
      { summary: 'The inbox list', query: api.listQuery, answer: page },
      (tx, { who, query: { viewId, ...query } }) =>
        viewId ? listView(tx, who, { viewId, ...query }, app.clock.now()) : findConversations(tx, who, query),
    ),
    endpoint(
      'get',
      '/api/conversations/counts',
      'conversations.read',
      { summary: 'Numbers beside the views', answer: api.Counts },
      (tx, { who }) => countConversations(tx, who),
    ),
    waitingEndpoint(
      'get',
      '/api/changes',
      'conversations.read',
      { summary: 'Which conversations changed after a cursor', query: api.changesQuery, answer: api.Changes },
      ({ who, query }) => changesSince(who, query.cursor),
    ),
    endpoint(
      'get',
      '/api/conversations/{id}',
      'conversations.read',
      { summary: 'A conversation with its latest messages', params, answer: api.OpenConversation },
      (tx, { who, params: { id } }) => openConversation(app, tx, who, id),
    ),
    endpoint(
      'get',
      '/api/conversations/{id}/messages',
      'conversations.read',
      { summary: 'Earlier messages', params, query: before, answer: messages },
      (tx, { who, params: { id }, query }) => earlierMessages(tx, who, id, query.before, query.around),
    ),
    endpoint(
      'get',
      '/api/conversations/{id}/stream',
      'conversations.read',
      {
        summary: 'What the same contact and we said in their other conversations',
        params,
        query: api.streamQuery,
        answer: api.Stream,
      },
      (tx, { who, params: { id }, query }) => readStream(tx, who, id, query),
    ),
    endpoint(
      'get',
      '/api/conversations/{id}/events',
      'conversations.read',
      { summary: 'What happened after a sequence number', params, query: after, answer: missed },
      (tx, { who, params: { id }, query }) => eventsAfter(tx, who, id, query.after),
    ),
    endpoint(
      'post',
      '/api/conversations/{id}/replies',
      'conversations.reply',
      { summary: 'Answer the customer', params, body: writeReply, answer: api.Message, status: 201 },
      (tx, { who, params: { id }, body }) => replyToConversation(app, tx, who, id, body),
    ),
    endpoint(
      'post',
      '/api/conversations/{id}/notes',
      'conversations.reply',
      { summary: 'Write a private note', params, body: writeNote, answer: api.Message, status: 201 },
      (tx, { who, params: { id }, body }) => noteOnConversation(app, tx, who, id, body),
    ),
    endpoint(
      'post',
      '/api/conversations/{id}/assign',
      'conversations.assign',
      { summary: 'Give the conversation to a member or to nobody', params, body: assign },
      (tx, { who, params: { id }, body }) => assignConversation(app, tx, who, id, body.memberId),
    ),
    endpoint(
      'post',
      '/api/conversations/{id}/resolve',
      'conversations.reply',
      { summary: 'Resolve', params },
      (tx, { who, params: { id } }) => resolveConversation(app, tx, who, id),
    ),
    endpoint(
      'post',
      '/api/conversations/{id}/reopen',
      'conversations.reply',
      { summary: 'Open again', params },
      (tx, { who, params: { id } }) => reopenConversation(app, tx, who, id),
    ),
    endpoint(
      'post',
      '/api/conversations/{id}/read',
      'conversations.read',
      {
        summary: 'Remember how far this member has read',
        params,
        body: read,
        unaudited: 'reading changes nothing anyone could miss',
      },
      (tx, { who, params: { id }, body }) => markRead(tx, who, id, body.inboundCount),
    ),
    endpoint(
      'post',
      '/api/messages/{id}/resend',
      'conversations.reply',
      { summary: 'Send a failed or unknown message again', params },
      (tx, { who, params: { id } }) => resendMessage(app, tx, who, id),
    ),
    endpoint(
      'get',
      '/api/messages/{id}/html',
      'conversations.read',
      { summary: 'The HTML a mail came with, as text', params, raw: true },
      (tx, { who, params: { id } }) => readMessageHtml(tx, who, id),
    ),
    endpoint(
      'get',
      '/api/attachments/{id}',
      'conversations.read',
      {
        summary: 'A redirect to the bytes of a file, at an address that lives five minutes',
        params,
        raw: true,
        redirects: true,
      },
      (tx, { who, params: { id } }) => readAttachment(app, tx, who, id),
    ),
  ]
}
