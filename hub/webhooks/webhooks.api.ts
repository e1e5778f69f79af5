/** Outgoing webhooks as the API speaks of them: addresses that are told, deliveries, tries. */
import { z } from 'zod'
import { eventTypes } from './event-types.ts'

const moment = z.iso.datetime({ offset: true })

export const Webhook = z
  .object({
    id: z.uuid(),
    name: z.string(),
    url: z.string(),
    events: z.array(z.string()).describe('Event types; "*" alone is every one, also those to come'),
    enabled: z.boolean(),
    createdAt: moment,
    disabledAt: moment.nullable(),
    disabledReason: z.string().nullable().describe('In words: by whom, or after failing for days'),
    failingSince: moment.nullable().describe('Since when every delivery failed; null while all is well'),
    lastDeliveredAt: moment.nullable(),
    waiting: z.int().describe('Deliveries not yet accepted that will be tried again'),
    dead: z.int().describe('Deliveries given up; they can be replayed'),
  })
  .meta({ id: 'Webhook' })

export const Webhooks = z.object({ items: z.array(Webhook) }).meta({ id: 'Webhooks' })

export const NewWebhook = Webhook.extend({
  secret: z.string().describe('whsec_…: shown now and never again'),
}).meta({ id: 'NewWebhook' })

export const NewSecret = z
  .object({
    secret: z.string().describe('whsec_…: shown now and never again'),
    previousUntil: moment.describe('Until then deliveries are signed with the secret before as well'),
  })
  .meta({ id: 'WebhookSecret' })

export const DeliveryState = z.enum(['waiting', 'sending', 'delivered', 'dead'])

export const Delivery = z
  .object({
    id: z.uuid(),
    webhookId: z.uuid(),
    eventId: z.uuid().describe('The webhook-id header: the same over every try and replay'),
    eventType: z.string(),
    state: DeliveryState,
    tries: z.int().describe('Since it was last put into the queue'),
    nextTryAt: moment.nullable().describe('Only while it is waiting'),
    createdAt: moment,
    deliveredAt: moment.nullable(),
  })
  .meta({ id: 'WebhookDelivery' })

export const Deliveries = z
  .object({ items: z.array(Delivery), next: z.string().nullable() })
  .meta({ id: 'WebhookDeliveries' })

export const Attempt = z
  .object({
    at: moment,
    status: z.int().nullable().describe('HTTP status; null when there was no answer'),
    words: z.string().describe('"answered 200", "No answer within 15000 ms"'),
    durationMs: z.int(),
  })
  .meta({ id: 'WebhookAttempt' })

export const Payload = z
  .object({
    id: z.uuid(),
    type: z.string(),
    timestamp: moment,
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'WebhookPayload' })

export const DeliveryDetail = Delivery.extend({
  payload: Payload.nullable().describe(
    'The body as it would be sent now; null for those who may not read it',
  ),
  attempts: z.array(Attempt).describe('Newest first'),
}).meta({ id: 'WebhookDeliveryDetail' })

export const TestResult = z
  .object({
    ok: z.boolean(),
    status: z.int().nullable(),
    words: z.string(),
    durationMs: z.int(),
  })
  .meta({ id: 'WebhookTest' })

export const Queued = z.object({ queued: z.int() }).meta({ id: 'WebhookReplay' })

export const EventTypes = z
  .object({ items: z.array(z.object({ type: z.string(), words: z.string() })) })
  .meta({ id: 'WebhookEventTypes' })

const name = z.string().trim().min(1).max(80)
const url = z.string().trim().min(1).max(2_000)
const events = z
  .array(z.enum(['*', ...eventTypes], 'is not an event type; GET /api/webhook-events lists them'))
  .min(1)
  .max(100)
  .transform(all => (all.includes('*') ? ['*'] : [...new Set<string>(all)]))

export const createWebhook = z.strictObject({ name, url, events })

export const changeWebhook = z.strictObject({
  name: name.optional(),
  url: url.optional(),
  events: events.optional(),
  enabled: z.boolean().optional().describe('true also forgives earlier failures'),
})

export const replaySince = z.strictObject({ since: moment })

export const deliveriesQuery = z.object({
  state: DeliveryState.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
