/** What can still be done with an answer that waits for its moment. */
import { z } from 'zod'
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { Draft } from '../drafts/drafts.api.ts'
import { Upload } from '../uploads/uploads.api.ts'
import { cancelMessage, sendNow } from './change-queued.ts'
import { FailedMessages, failedQuery } from './delivery.api.ts'
import { findFailed } from './find-failed.ts'

const params = z.object({ id: z.uuid() })
const cancelled = z.object({ drafts: z.array(Draft), uploads: z.array(Upload) })

export const deliveryRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/messages/failed',
    'conversations.read',
    {
      summary: 'Answers that did not arrive, or of which nobody knows',
      query: failedQuery,
      answer: FailedMessages,
    },
    (tx, { who, query }) => findFailed(app, tx, who, query),
  ),
  endpoint(
    'post',
    '/api/messages/{id}/cancel',
    'conversations.reply',
    {
      summary: 'Take back an answer that waits; its words and files return to the draft',
      params,
      answer: cancelled,
    },
    (tx, { who, params: { id } }) => cancelMessage(app, tx, who, id),
  ),
  endpoint(
    'post',
    '/api/messages/{id}/send-now',
    'conversations.reply',
    { summary: 'Send an answer that waits at once', params },
    (tx, { who, params: { id } }) => sendNow(app, tx, who, id),
  ),
]
