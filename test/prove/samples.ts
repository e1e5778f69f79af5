/**
 * What to send to a route so that it works: own ids, and texts that fit. Paths fill themselves from the nouns before
 * their ids; a route with a body or a query needs a line here.
 */
import { randomInt } from 'node:crypto'
import type { Endpoint } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/ids.ts'
import { type Kind, shared, type TenantWorld } from './tenant-world.ts'

export type RouteInput = {
  params: Record<string, string>
  query?: Record<string, string> | undefined
  body?: Record<string, unknown> | undefined
}

export const nameOf = (route: Endpoint) => `${route.method} ${route.path}`

/** Nothing listens on the discard port: a check of these credentials fails at once. */
export const whatsappSettings = (phoneNumberId: string) => ({
  phoneNumberId,
  accessToken: 'token',
  appSecret: 'secret',
  verifyToken: 'verify',
  apiUrl: 'http://127.0.0.1:9',
})

type Sample = (world: TenantWorld) => Partial<RouteInput>

const samples: Record<string, Sample> = {
  'get /api/conversations': () => ({ query: { view: 'open', limit: '100' } }),
  'get /api/conversations/{id}/messages': () => ({ query: { before: '1000' } }),
  'get /api/conversations/{id}/events': () => ({ query: { after: '0' } }),
  'post /api/conversations/{id}/replies': ({ ids, mark }) => ({
    body: { id: newId(), text: `${mark} reply`, inboxId: ids.inbox, lastSeenSeq: 0, sendAnyway: true },
  }),
  'post /api/conversations/{id}/notes': ({ mark }) => ({ body: { id: newId(), text: `${mark} note` } }),
  'post /api/conversations/{id}/assign': ({ ids }) => ({ body: { memberId: ids.colleague } }),
  'post /api/conversations/{id}/read': () => ({ body: { inboundCount: 1 } }),
  'post /api/messages/{id}/resend': ({ ids }) => ({ params: { id: ids.outgoing } }),
  'post /api/conversations/{id}/tickets': ({ ids, mark }) => ({
    body: { id: newId(), customerId: ids.customer, subject: `${mark} ticket` },
  }),
  'get /api/customers': () => ({ query: { q: shared.phone } }),
  'post /api/contacts/{id}/customers': ({ ids }) => ({ body: { customerId: ids.otherCustomer } }),
  'post /api/inboxes': ({ mark }) => ({
    body: {
      id: newId(),
      channel: 'whatsapp',
      name: `${mark} more`,
      settings: whatsappSettings(String(randomInt(1e9, 1e12))),
    },
  }),
  'patch /api/inboxes/{id}': ({ mark }) => ({ body: { name: `${mark} WhatsApp` } }),
  'get /api/demo/thread': () => ({ query: { channel: 'whatsapp', address: shared.phone } }),
  'post /api/demo/messages': ({ mark }) => ({
    body: { channel: 'telegram', address: '700001001', name: 'Thandi', text: mark },
  }),
  'post /api/demo/lines': () => ({ body: { login: shared.login, up: true } }),
  'post /api/auth/sign-in/email': ({ admin }) => ({ body: { email: admin.email, password: admin.password } }),
  'post /api/auth/sign-out': () => ({ body: {} }),
}

const kindOfNoun: Record<string, Kind> = {
  conversations: 'conversation',
  messages: 'message',
  attachments: 'attachment',
  contacts: 'contact',
  inboxes: 'inbox',
  customers: 'customer',
}

/** Input of this tenant that the route takes; a string says what must be declared first. */
export function ownInput(route: Endpoint, world: TenantWorld): RouteInput | string {
  const params: Record<string, string> = {}
  for (const [, noun = '', name = ''] of route.path.matchAll(/([\w-]+)\/\{(\w+)\}/g)) {
    const kind = kindOfNoun[noun]
    if (!kind) return `no own id for {${name}}: add "${noun}" to kindOfNoun in test/prove/samples.ts`
    params[name] = world.ids[kind]
  }
  const sample = samples[nameOf(route)]?.(world)
  if (!sample && (route.schemas.body || route.schemas.query)) {
    return 'no sample: add one to test/prove/samples.ts'
  }
  return { ...sample, params: { ...params, ...sample?.params } }
}
