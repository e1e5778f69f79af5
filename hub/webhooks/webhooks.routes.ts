/** Routes of outgoing webhooks, their deliveries and the events they can be told. */
import { type Endpoint, endpoint, waitingEndpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { idParam } from '../conversations/conversations.api.ts'
import { changeWebhook } from './change-webhook.ts'
import { createWebhook } from './create-webhook.ts'
import { deleteWebhook } from './delete-webhook.ts'
import { eventKinds } from './event-types.ts'
import { findDeliveries, findDelivery } from './find-deliveries.ts'
import { findWebhook, listWebhooks } from './find-webhooks.ts'
import { replayDelivery, replaySince } from './replay.ts'
import { rotateSecret } from './rotate-secret.ts'
import { testWebhook } from './test-webhook.ts'
import * as api from './webhooks.api.ts'

const params = idParam

export const webhookRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/webhooks',
    'webhooks.manage',
    { summary: 'Webhooks and how they fare', answer: api.Webhooks },
    tx => listWebhooks(tx),
  ),
  waitingEndpoint(
    'post',
    '/api/webhooks',
    'webhooks.manage',
    {
      summary: 'Add a webhook',
      body: api.createWebhook,
      answer: api.NewWebhook,
      status: 201,
      onceOnly: true,
    },
    ({ who, body }) => createWebhook(app, who, body),
  ),
  endpoint(
    'get',
    '/api/webhooks/{id}',
    'webhooks.manage',
    { summary: 'One webhook', params, answer: api.Webhook },
    (tx, { params: { id } }) => findWebhook(tx, id),
  ),
  waitingEndpoint(
    'patch',
    '/api/webhooks/{id}',
    'webhooks.manage',
    { summary: 'Change a webhook', params, body: api.changeWebhook, answer: api.Webhook },
    ({ who, params: { id }, body }) => changeWebhook(app, who, id, body),
  ),
  endpoint(
    'delete',
    '/api/webhooks/{id}',
    'webhooks.manage',
    { summary: 'Remove a webhook with its deliveries', params },
    (tx, { params: { id } }) => deleteWebhook(tx, id),
  ),
  endpoint(
    'post',
    '/api/webhooks/{id}/secret',
    'webhooks.manage',
    { summary: 'Make a new signing secret', params, answer: api.NewSecret, onceOnly: true },
    (tx, { params: { id } }) => rotateSecret(app, tx, id),
  ),
  waitingEndpoint(
    'post',
    '/api/webhooks/{id}/test',
    'webhooks.manage',
    { summary: 'Send a signed webhook.test now', params, answer: api.TestResult },
    ({ who, params: { id } }) => testWebhook(app, who, id),
  ),
  endpoint(
    'post',
    '/api/webhooks/{id}/replay',
    'webhooks.manage',
    { summary: 'Try dead deliveries again', params, body: api.replaySince, answer: api.Queued },
    (tx, { params: { id }, body }) => replaySince(app, tx, id, body.since),
  ),
  endpoint(
    'get',
    '/api/webhooks/{id}/deliveries',
    'webhooks.manage',
    { summary: 'Deliveries, newest first', params, query: api.deliveriesQuery, answer: api.Deliveries },
    (tx, { params: { id }, query }) => findDeliveries(tx, id, query),
  ),
  endpoint(
    'get',
    '/api/webhook-deliveries/{id}',
    'webhooks.manage',
    { summary: 'One delivery with its payload and tries', params, answer: api.DeliveryDetail },
    (tx, { who, params: { id } }) => findDelivery(tx, who, id),
  ),
  endpoint(
    'post',
    '/api/webhook-deliveries/{id}/replay',
    'webhooks.manage',
    { summary: 'Send one delivery again', params, answer: api.Delivery },
    (tx, { params: { id } }) => replayDelivery(app, tx, id),
  ),
  endpoint(
    'get',
    '/api/webhook-events',
    'webhooks.manage',
    { summary: 'Events a webhook can be told', answer: api.EventTypes },
    async () => ({ items: Object.entries(eventKinds).map(([type, { words }]) => ({ type, words })) }),
  ),
]
