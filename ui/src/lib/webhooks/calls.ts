/** Webhooks and what they were told, as the server speaks of them. */
import { client, ok } from '../api/client.ts'
import type { components } from '../api/schema.ts'

type Schemas = components['schemas']
export type Webhook = Schemas['Webhook']
export type Delivery = Schemas['WebhookDelivery']
export type DeliveryState = Delivery['state']
export type DeliveryDetail = Schemas['WebhookDeliveryDetail']
export type TestResult = Schemas['WebhookTest']
export type EventType = Schemas['WebhookEventTypes']['items'][number]

const by = (id: string) => ({ params: { path: { id } } })
// The words come from the server's own list.
type Events = { events: never[] }

export const webhooks = {
  list: () => ok(client.GET('/api/webhooks')),
  open: (id: string): Promise<Webhook> => ok(client.GET('/api/webhooks/{id}', by(id))),
  create: (body: { name: string; url: string; events: string[] }) =>
    ok(client.POST('/api/webhooks', { body: body as typeof body & Events })),
  change: (id: string, body: { name?: string; url?: string; events?: string[]; enabled?: boolean }) =>
    ok(client.PATCH('/api/webhooks/{id}', { ...by(id), body: body as typeof body & Partial<Events> })),
  remove: (id: string) => ok(client.DELETE('/api/webhooks/{id}', by(id))),
  newSecret: (id: string) => ok(client.POST('/api/webhooks/{id}/secret', by(id))),
  test: (id: string) => ok(client.POST('/api/webhooks/{id}/test', by(id))),
  replaySince: (id: string, since: string) =>
    ok(client.POST('/api/webhooks/{id}/replay', { ...by(id), body: { since } })),
  deliveries: (id: string, state: DeliveryState | null, cursor: string | null) =>
    ok(
      client.GET('/api/webhooks/{id}/deliveries', {
        params: {
          path: { id },
          query: { limit: 50, ...(state ? { state } : {}), ...(cursor ? { cursor } : {}) },
        },
      }),
    ),
  delivery: (id: string) => ok(client.GET('/api/webhook-deliveries/{id}', by(id))),
  replay: (id: string) => ok(client.POST('/api/webhook-deliveries/{id}/replay', by(id))),
  eventTypes: () => ok(client.GET('/api/webhook-events')),
}
