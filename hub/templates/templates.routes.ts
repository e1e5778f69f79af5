/** Routes of message templates. */
import { type Endpoint, endpoint, waitingEndpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { idParam } from '../conversations/conversations.api.ts'
import { freshTemplates, listTemplates } from './list-templates.ts'
import { MessageTemplates } from './templates.api.ts'

export const templateRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/inboxes/{id}/templates',
    'conversations.reply',
    { summary: 'Message templates of an inbox', params: idParam, answer: MessageTemplates },
    (tx, { who, params: { id } }) => listTemplates(app, tx, who, id),
  ),
  waitingEndpoint(
    'post',
    '/api/inboxes/{id}/templates/fetch',
    'conversations.reply',
    {
      summary: 'Ask the provider for its message templates',
      params: idParam,
      answer: MessageTemplates,
      cost: 5,
      unaudited: 'it only brings what the provider lists',
    },
    ({ who, params: { id } }) => freshTemplates(app, who, id),
  ),
]
