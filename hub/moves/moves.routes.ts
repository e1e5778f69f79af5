/** Routes of splitting, merging and moving: endpoint -> verb. */
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { idParam } from '../conversations/conversations.api.ts'
import { findSiblings } from './find-siblings.ts'
import { mergeConversations } from './merge-conversations.ts'
import { moveMessages } from './move-messages.ts'
import * as api from './moves.api.ts'
import { undoMove } from './undo-move.ts'

const params = idParam

export const moveRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/conversations/{id}/siblings',
    'conversations.read',
    { summary: 'The other conversations of the same contact', params, answer: api.Siblings },
    (tx, { who, params: { id } }) => findSiblings(tx, who, id),
  ),
  endpoint(
    'post',
    '/api/conversations/{id}/move-messages',
    'conversations.reply',
    {
      summary: 'Move messages to another conversation of the same contact, or split them off into a new one',
      params,
      body: api.moveMessages,
      answer: api.Moved,
    },
    (tx, { who, params: { id }, body }) => moveMessages(app, tx, who, id, body),
  ),
  endpoint(
    'post',
    '/api/conversations/{id}/merge',
    'conversations.reply',
    {
      summary: 'Make it one with another conversation of the same contact; this one is resolved',
      params,
      body: api.mergeConversations,
      answer: api.Moved,
    },
    (tx, { who, params: { id }, body }) => mergeConversations(app, tx, who, id, body.intoId),
  ),
  endpoint(
    'post',
    '/api/message-moves/{id}/undo',
    'conversations.reply',
    { summary: 'Take a split, merge or move back', params, answer: api.Moved },
    (tx, { who, params: { id } }) => undoMove(app, tx, who, id),
  ),
]
