/** Routes of what colleagues set on a conversation, and of the places they were named. */
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { idParam } from '../conversations/conversations.api.ts'
import { changeDetails } from './change-details.ts'
import { claimConversation } from './claim.ts'
import * as api from './desk.api.ts'
import { findMentions } from './find-mentions.ts'
import { labelRoutes } from './labels.routes.ts'
import { markMentionSeen, markMentionsSeen } from './mark-mentions-seen.ts'
import { findMentionable } from './mentionable.ts'
import { snoozeConversation, unsnoozeConversation } from './snooze.ts'
import { unwatch, watch } from './watchers.ts'

const params = idParam
const seeing = 'having seen a note changes nothing anyone could miss'

export const deskRoutes = (app: App): Endpoint[] => [
  endpoint(
    'post',
    '/api/conversations/{id}/claim',
    'conversations.assign',
    { summary: "Take it if it is nobody's; 409 with who has it otherwise", params, answer: api.Claimed },
    (tx, { who, params: { id } }) => claimConversation(app, tx, who, id),
  ),
  endpoint(
    'patch',
    '/api/conversations/{id}',
    'conversations.reply',
    { summary: 'Priority, team, labels and own fields', params, body: api.changeDetails },
    (tx, { who, params: { id }, body }) => changeDetails(app, tx, who, id, body),
  ),
  endpoint(
    'post',
    '/api/conversations/{id}/snooze',
    'conversations.reply',
    { summary: 'Put aside until a moment, or until the customer writes', params, body: api.snooze },
    (tx, { who, params: { id }, body }) => snoozeConversation(app, tx, who, id, body.until),
  ),
  endpoint(
    'post',
    '/api/conversations/{id}/unsnooze',
    'conversations.reply',
    { summary: 'Take up again before its time', params },
    (tx, { who, params: { id } }) => unsnoozeConversation(app, tx, who, id),
  ),
  endpoint(
    'post',
    '/api/conversations/{id}/watch',
    'conversations.read',
    { summary: 'Watch a conversation', params, answer: api.Watchers },
    (tx, { who, params: { id } }) => watch(tx, who, id),
  ),
  endpoint(
    'delete',
    '/api/conversations/{id}/watch',
    'conversations.read',
    { summary: 'Watch it no more', params, answer: api.Watchers },
    (tx, { who, params: { id } }) => unwatch(tx, who, id),
  ),
  endpoint(
    'get',
    '/api/conversations/{id}/mentionable',
    'conversations.reply',
    { summary: 'Colleagues and teams a note here may name', params, answer: api.Mentionables },
    (tx, { who, params: { id } }) => findMentionable(tx, who, id),
  ),
  endpoint(
    'get',
    '/api/me/mentions',
    'conversations.read',
    { summary: 'Notes that name me or my team', query: api.mentionsQuery, answer: api.Mentions },
    (tx, { who, query }) => findMentions(tx, who, query),
  ),
  endpoint(
    'post',
    '/api/me/mentions/seen',
    'conversations.read',
    { summary: 'Remember that I saw all of them so far', body: api.mentionsSeen, unaudited: seeing },
    (tx, { who, body }) => markMentionsSeen(app, tx, who, body.until),
  ),
  endpoint(
    'post',
    '/api/me/mentions/{messageId}/seen',
    'conversations.read',
    { summary: 'Remember that I saw it', params: api.messageParam, unaudited: seeing },
    (tx, { who, params: { messageId } }) => markMentionSeen(app, tx, who, messageId),
  ),
  ...labelRoutes(app),
]
