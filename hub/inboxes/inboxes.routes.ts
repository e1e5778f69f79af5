/** Routes of inboxes and the channels they can be made of. */
import { z } from 'zod'
import { type Endpoint, endpoint, waitingEndpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { idParam } from '../conversations/conversations.api.ts'
import { checkInbox } from './check-inbox.ts'
import * as api from './inboxes.api.ts'
import {
  changeInbox,
  createInbox,
  findInbox,
  listChannels,
  listInboxes,
  replayInbox,
} from './manage-inboxes.ts'

const params = idParam
const kinds = z.object({ items: z.array(api.ChannelKind) })
const inboxes = z.object({ items: z.array(api.Inbox) })
const requeued = z.object({ requeued: z.int() })

export const inboxRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/channels',
    'inboxes.read',
    { summary: 'Channels an inbox can be made of', answer: kinds },
    async () => listChannels(app),
  ),
  endpoint(
    'get',
    '/api/inboxes',
    'inboxes.read',
    { summary: 'Connected accounts and their health', answer: inboxes },
    (tx, { who }) => listInboxes(app, tx, who),
  ),
  endpoint(
    'get',
    '/api/inboxes/{id}',
    'inboxes.manage',
    { summary: 'One inbox with its settings, secrets hidden', params, answer: api.InboxDetail },
    (tx, { who, params: { id } }) => findInbox(app, tx, who, id),
  ),
  endpoint(
    'post',
    '/api/inboxes',
    'inboxes.manage',
    { summary: 'Connect an account', body: api.createInbox, answer: api.InboxDetail, status: 201 },
    (tx, { who, body }) => createInbox(app, tx, who, body),
  ),
  endpoint(
    'patch',
    '/api/inboxes/{id}',
    'inboxes.manage',
    { summary: 'Change an inbox', params, body: api.changeInbox, answer: api.InboxDetail },
    (tx, { who, params: { id }, body }) => changeInbox(app, tx, who, id, body),
  ),
  waitingEndpoint(
    'post',
    '/api/inboxes/{id}/check',
    'inboxes.manage',
    {
      summary: 'Try the credentials at the provider',
      params,
      answer: api.CheckResult,
      unaudited: 'a try of what is stored changes nothing but the health it shows',
    },
    ({ who, params: { id } }) => checkInbox(app, who, id),
  ),
  endpoint(
    'post',
    '/api/inboxes/{id}/replay',
    'inboxes.manage',
    { summary: 'Try parked items again', params, answer: requeued },
    (tx, { who, params: { id } }) => replayInbox(tx, who, app, id),
  ),
]
