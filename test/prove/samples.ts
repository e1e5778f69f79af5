/**
 * What to send to a route so that it works: own ids, and texts that fit. Paths fill themselves from the nouns before
 * their ids; a route with a body or a query needs a line here.
 */

import { randomInt } from 'node:crypto'
import { usualRules } from '../../hub/notifications/worth-telling.ts'
import type { Endpoint } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/ids.ts'
import { invitationSecret } from './fill-access.ts'
import type { RouteInput, Sample } from './sample.ts'
import { pushSamples } from './samples-push.ts'
import { replySamples } from './samples-replies.ts'
import { savedListSamples } from './samples-saved-lists.ts'
import { ticketSamples } from './samples-tickets.ts'
import { type Kind, shared, type TenantWorld } from './tenant-world.ts'

export const nameOf = (route: Endpoint) => `${route.method} ${route.path}`

/** Nothing listens on the discard port: a check of these credentials fails at once. */
export const whatsappSettings = (phoneNumberId: string) => ({
  phoneNumberId,
  accessToken: 'token',
  appSecret: 'secret',
  verifyToken: 'verify',
  apiUrl: 'http://127.0.0.1:9',
})

const tokenOf = ({ tenantId, ids }: TenantWorld) => `${tenantId}.${ids.invitation}.${invitationSecret}`

const samples: Record<string, Sample> = {
  'get /api/conversations': () => ({ query: { view: 'open', limit: '100' } }),
  'get /api/conversations/{id}/messages': () => ({ query: { before: '1000' } }),
  'get /api/conversations/{id}/stream': () => ({ query: { limit: '100' } }),
  'get /api/conversations/{id}/events': () => ({ query: { after: '0' } }),
  'post /api/conversations/{id}/replies': ({ ids, mark }) => ({
    body: { id: newId(), text: `${mark} reply`, inboxId: ids.inbox, lastSeenSeq: 0, sendAnyway: true },
  }),
  'post /api/conversations/{id}/notes': ({ mark }) => ({ body: { id: newId(), text: `${mark} note` } }),
  'post /api/conversations/{id}/assign': ({ ids }) => ({ body: { memberId: ids.colleague } }),
  'post /api/conversations/{id}/read': () => ({ body: { inboundCount: 1 } }),
  'get /api/messages/failed': () => ({ query: {} }),
  'post /api/messages/{id}/resend': ({ ids }) => ({ params: { id: ids.outgoing } }),
  'post /api/conversations/{id}/tickets': ({ ids, mark }) => ({
    body: { id: newId(), customerId: ids.customer, subject: `${mark} ticket` },
  }),
  ...replySamples,
  ...pushSamples,
  ...ticketSamples,
  'get /api/search': () => ({ query: { q: 'line' } }),
  'get /api/changes': () => ({ query: {} }),
  'post /api/views': ({ mark }) => ({
    body: { name: `${mark} ${randomInt(1e9)}`, filter: { all: [{ field: 'status', is: 'open' }] } },
  }),
  'patch /api/views/{id}': ({ mark }) => ({ body: { name: `${mark} other` } }),
  ...savedListSamples,
  'post /api/bulk': ({ ids }) => ({ body: { ids: [ids.conversation], change: { priority: 'high' } } }),
  'patch /api/conversations/{id}': () => ({ body: { priority: 'high' } }),
  'post /api/conversations/{id}/move-messages': ({ ids }) => ({
    body: { messageIds: [ids.note], toConversationId: ids.otherConversation },
  }),
  'post /api/conversations/{id}/merge': ({ ids }) => ({
    params: { id: ids.otherConversation },
    body: { intoId: ids.conversation },
  }),
  'post /api/conversations/{id}/snooze': () => ({
    body: { until: new Date(Date.now() + 86_400_000).toISOString() },
  }),
  'get /api/me/mentions': () => ({ query: {} }),
  'post /api/me/mentions/seen': () => ({ body: { until: new Date().toISOString() } }),
  'get /api/labels': () => ({ query: { count: 'open' } }),
  'post /api/labels': ({ mark }) => ({ body: { name: `${mark} ${newId()}`.slice(0, 40) } }),
  'patch /api/labels/{id}': ({ mark }) => ({ body: { name: `${mark} other` } }),
  'post /api/custom-fields': ({ mark }) => ({
    body: { key: `k${randomInt(1e9)}`, title: mark, kind: 'text' },
  }),
  'patch /api/custom-fields/{id}': ({ mark }) => ({ body: { title: `${mark} other` } }),
  'put /api/conversations/{id}/drafts/{kind}': ({ mark }) => ({
    params: { kind: 'reply' },
    body: { text: mark, inboxId: null, version: Date.now() },
  }),
  'put /api/me/notifications': () => ({ body: usualRules }),
  'delete /api/conversations/{id}/drafts/{kind}': () => ({ params: { kind: 'reply' } }),
  'post /api/conversations/{id}/verify': ({ ids }) => ({ body: { customerId: ids.customer, via: 'sms' } }),
  'post /api/conversations/{id}/verify/check': () => ({ body: { code: '123456' } }),
  'post /api/contacts/{id}/merge': ({ ids }) => ({ body: { otherId: ids.otherContact } }),
  'post /api/contacts/{id}/identities': () => ({
    body: { kind: 'phone', value: `+2783${randomInt(1_000_000, 9_999_999)}` },
  }),
  'patch /api/contacts/{id}/identities/{identityId}': () => ({
    // To come, and another each time: the address stays theirs, and every call changes something.
    body: { validUntil: new Date(Date.now() + randomInt(1e8, 1e10)).toISOString() },
  }),
  'post /api/contacts/{id}/identities/{identityId}/move': ({ ids }) => ({
    body: { toContactId: ids.contact },
  }),
  'post /api/messages/{id}/cancel': ({ ids }) => ({ params: { id: ids.outgoing } }),
  'post /api/messages/{id}/send-now': ({ ids }) => ({ params: { id: ids.outgoing } }),
  'get /api/customers': () => ({ query: { q: shared.phone } }),
  'get /api/customers/list': () => ({ query: { q: shared.phone, sort: 'number' } }),
  'get /api/customers/export': () => ({ query: {} }),
  'get /api/customers/{id}/timeline': () => ({ query: { limit: '100' } }),
  'get /api/customers/{id}/sessions': () => ({ query: {} }),
  'get /api/customers/{id}/invoices': () => ({ query: {} }),
  'get /api/customers/{id}/payments': () => ({ query: {} }),
  'get /api/customers/{id}/tickets': () => ({ query: {} }),
  'get /api/customers/{id}/audit': () => ({ query: {} }),
  'get /api/customers/{id}/notes': () => ({ query: {} }),
  'post /api/customers/{id}/notes': ({ mark }) => ({ body: { id: newId(), text: `${mark} note` } }),
  'delete /api/customers/{id}/notes/{noteId}': ({ ids }) => ({ params: { noteId: ids.customerNote } }),
  'post /api/customers/{id}/tickets': ({ mark }) => ({ body: { id: newId(), subject: `${mark} ticket` } }),
  'post /api/contacts/{id}/customers': ({ ids }) => ({ body: { customerId: ids.otherCustomer } }),
  'post /api/inboxes': ({ mark }) => ({
    body: {
      id: newId(),
      channel: 'whatsapp',
      name: `${mark} more`,
      settings: whatsappSettings(String(randomInt(1e9, 1e12))),
    },
  }),
  'patch /api/inboxes/{id}': ({ mark }) => ({ body: { name: `${mark} other` } }),
  'get /api/demo/thread': () => ({ query: { channel: 'whatsapp', address: shared.phone } }),
  'post /api/demo/messages': ({ mark }) => ({
    body: { channel: 'telegram', address: '700001001', name: 'Thandi', text: mark },
  }),
  'post /api/demo/lines': () => ({ body: { login: shared.login, up: true } }),
  'post /api/demo/start-for-real': ({ mark }) => ({
    body: {
      providerName: mark,
      name: mark,
      email: 'someone@own.example',
      password: 'a long walk at night',
      timeZone: 'UTC',
      currency: 'ZAR',
      locale: 'en',
    },
  }),
  'patch /api/me': () => ({ body: { phone: `+2782${randomInt(1_000_000, 9_999_999)}` } }),
  'put /api/me/preferences': ({ mark }) => ({ body: { dismissed: [`${mark} hint`] } }),
  'post /api/me/tenant': ({ tenantId }) => ({ body: { tenantId } }),
  'patch /api/people/{id}': ({ ids, mark }) => ({ body: { name: `${mark} colleague`, teamIds: [ids.team] } }),
  'post /api/people/{id}/enable': ({ ids }) => ({ params: { id: ids.former } }),
  'post /api/roles': ({ mark }) => ({ body: { name: `${mark} ${newId()}`, permissions: ['inboxes.read'] } }),
  'patch /api/roles/{id}': ({ mark }) => ({ body: { name: `${mark} other` } }),
  'post /api/invitations': ({ ids, mark }) => ({
    body: { email: `${newId()}@isp.example`, name: mark, role: 'agent', teamIds: [ids.team] },
  }),
  'get /api/invitation': world => ({ query: { token: tokenOf(world) } }),
  'post /api/invitation/accept': world => ({
    body: { token: tokenOf(world), name: `New ${world.mark}`, password: 'a password for proofs' },
  }),
  'post /api/teams': ({ mark, ids }) => ({ body: { name: `${mark} ${newId()}`, memberIds: [ids.member] } }),
  'patch /api/teams/{id}': ({ mark, ids }) => ({ body: { name: `${mark} other`, inboxIds: [ids.inbox] } }),
  'post /api/platform/tenants': ({ mark }) => ({
    body: { name: `${mark} ${newId()}`, ownerName: mark, ownerEmail: `${newId()}@isp.example` },
  }),
  'patch /api/platform/tenants/{id}': () => ({ body: { limits: { keys: randomInt(100, 1_000) } } }),
  'post /api/platform/tenants/{id}/suspend': () => ({ body: { reason: 'for the proof' } }),
  'post /api/platform/tenants/{id}/owners': ({ mark }) => ({
    body: { name: mark, email: `${newId()}@isp.example` },
  }),
  'post /api/platform/tenants/{id}/impersonate': ({ ids }) => ({
    body: { memberId: ids.member, reason: 'to see that it can be done' },
  }),
  'put /api/sign-in-policy': () => ({
    body: { methods: ['password', 'passkey'], secondFactorFor: 'nobody' },
  }),
  'post /api/keys': ({ mark }) => ({ body: { name: mark, permissions: ['inboxes.read'] } }),
  'post /api/webhooks': ({ mark }) => ({
    body: { name: mark, url: 'http://127.0.0.1:9/hook', events: ['invoice.issued'] },
  }),
  'patch /api/webhooks/{id}': ({ mark }) => ({ body: { name: `${mark} other` } }),
  'delete /api/webhooks/{id}': ({ ids }) => ({ params: { id: ids.spareWebhook } }),
  'post /api/webhooks/{id}/replay': () => ({ body: { since: '2026-01-01T00:00:00Z' } }),
  'get /api/webhooks/{id}/deliveries': () => ({ query: { limit: '50' } }),
  'get /api/audit': () => ({ query: { limit: '50' } }),
  'get /api/audit/actions': () => ({ query: {} }),
  'get /api/audit/export': () => ({ query: {} }),
  'get /api/network/sessions': () => ({ query: { q: shared.login, limit: '50' } }),
  'get /api/network/sessions/{id}': ({ ids }) => ({ params: { id: ids.session } }),
  'get /api/network/sign-ins': () => ({ query: { limit: '50' } }),
  'get /api/network/export': () => ({ query: {} }),
  'post /api/auth/sign-in/email': ({ admin }) => ({ body: { email: admin.email, password: admin.password } }),
  'post /api/auth/magic-link/request': () => ({ body: { email: `${newId()}@isp.example` } }),
  'post /api/auth/magic-link/verify': () => ({ body: { token: 'x'.repeat(43) } }),
  'post /api/auth/code/request': () => ({ body: { email: `${newId()}@isp.example` } }),
  'post /api/auth/code/verify': () => ({ body: { email: `${newId()}@isp.example`, code: '123456' } }),
  'post /api/auth/two-factor/verify-totp': () => ({ body: { code: '123456' } }),
  'post /api/auth/two-factor/verify-backup-code': () => ({ body: { code: 'abcde-fghij' } }),
  'post /api/auth/sign-in/social': () => ({ body: { provider: 'google' } }),
  'post /api/auth/password/request-reset': () => ({ body: { email: `${newId()}@isp.example` } }),
  'post /api/auth/password/reset': () => ({
    body: { token: 'x'.repeat(43), newPassword: 'a password for proofs' },
  }),
  'post /api/auth/sign-out': () => ({ body: {} }),
}

/** Parameters that choose, and name nothing. */
export const notIds = new Set(['kind'])

const kindOfNoun: Record<string, Kind> = {
  conversations: 'conversation',
  'message-moves': 'messageMove',
  messages: 'message',
  attachments: 'attachment',
  uploads: 'upload',
  'canned-replies': 'cannedReply',
  'shared-replies': 'sharedReply',
  contacts: 'contact',
  inboxes: 'inbox',
  customers: 'customer',
  tickets: 'ticket',
  notes: 'customerNote',
  people: 'colleague',
  members: 'colleague',
  roles: 'role',
  teams: 'team',
  invitations: 'invitation',
  tenants: 'tenant',
  sessions: 'authSession',
  keys: 'key',
  webhooks: 'webhook',
  'webhook-deliveries': 'webhookDelivery',
  views: 'view',
  'saved-lists': 'view',
  push: 'pushBrowser',
  bulk: 'bulkJob',
  labels: 'label',
  'custom-fields': 'customField',
  mentions: 'message',
  'contact-merges': 'contactMerge',
  identities: 'identity',
}

/** Input of this tenant that the route takes; a string says what must be declared first. */
export function ownInput(route: Endpoint, world: TenantWorld): RouteInput | string {
  const params: Record<string, string> = {}
  for (const [, noun = '', name = ''] of route.path.matchAll(/([\w-]+)\/\{(\w+)\}/g)) {
    if (notIds.has(name)) continue
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
