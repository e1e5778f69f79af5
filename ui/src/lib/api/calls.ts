/** What the UI can ask of the server, by name. */
import { client, ok } from './client.ts'
import type { BuiltInView, DemoChannel, Draft, Message, Priority, Via, View } from './types.ts'

const by = (id: string) => ({ params: { path: { id } } })

/** A saved view is asked for by its id. */
const placeOf = (view: View) =>
  view.startsWith('v/') ? { viewId: view.slice(2) } : { view: view as BuiltInView }

export const people = {
  me: () => ok(client.GET('/api/me')),
  members: () => ok(client.GET('/api/members')),
  workFor: (tenantId: string) => ok(client.POST('/api/me/tenant', { body: { tenantId } })),
}

export const conversations = {
  list: (view: View, cursor: string | null) =>
    ok(
      client.GET('/api/conversations', {
        params: { query: { ...placeOf(view), limit: 50, ...(cursor ? { cursor } : {}) } },
      }),
    ),
  counts: () => ok(client.GET('/api/conversations/counts')),
  changes: (cursor: string | null) =>
    ok(client.GET('/api/changes', { params: { query: cursor ? { cursor } : {} } })),
  open: (id: string) => ok(client.GET('/api/conversations/{id}', by(id))),
  /** `around`: as much of the way back to that message as one answer holds. */
  earlier: (id: string, before: number, around?: string) =>
    ok(
      client.GET('/api/conversations/{id}/messages', {
        params: { path: { id }, query: { before, ...(around ? { around } : {}) } },
      }),
    ),
  /** What was said with the same contact elsewhere: going back from `before`, not further than `until`. */
  stream: (id: string, query: { before?: string; until?: string; limit?: number }) =>
    ok(client.GET('/api/conversations/{id}/stream', { params: { path: { id }, query } })),
  events: (id: string, after: number) =>
    ok(client.GET('/api/conversations/{id}/events', { params: { path: { id }, query: { after } } })),
  reply: (
    id: string,
    body: {
      id: string
      text: string
      uploadIds: string[]
      template?: { id: string; values: Record<string, string> }
      inboxId: string
      identityId?: string
      lastSeenSeq: number
      sendAnyway: boolean
      sendAfter: string | null
      holdSeconds: number
    },
  ): Promise<Message> => ok(client.POST('/api/conversations/{id}/replies', { ...by(id), body })),
  note: (
    id: string,
    body: { id: string; text: string; uploadIds: string[]; mentions?: string[] },
  ): Promise<Message> => ok(client.POST('/api/conversations/{id}/notes', { ...by(id), body })),
  assign: (id: string, memberId: string | null) =>
    ok(client.POST('/api/conversations/{id}/assign', { ...by(id), body: { memberId } })),
  resolve: (id: string) => ok(client.POST('/api/conversations/{id}/resolve', by(id))),
  reopen: (id: string) => ok(client.POST('/api/conversations/{id}/reopen', by(id))),
  read: (id: string, inboundCount: number) =>
    ok(client.POST('/api/conversations/{id}/read', { ...by(id), body: { inboundCount } })),
  panel: (id: string) => ok(client.GET('/api/conversations/{id}/panel', by(id))),
  createTicket: (
    id: string,
    body: { id: string; customerId: string | null; subject: string; description: string; priority: Priority },
  ) => ok(client.POST('/api/conversations/{id}/tickets', { ...by(id), body })),
}

export const ownDrafts = {
  list: () => ok(client.GET('/api/me/drafts')),
  /** `keepalive`: goes out even when the page is closed meanwhile. */
  save: (
    id: string,
    kind: Draft['kind'],
    body: Pick<Draft, 'text' | 'inboxId' | 'version'>,
    keepalive: boolean,
  ): Promise<Draft> =>
    ok(
      client.PUT('/api/conversations/{id}/drafts/{kind}', {
        params: { path: { id, kind } },
        body,
        keepalive,
      }),
    ),
}

export const uploads = {
  drop: (id: string) => ok(client.DELETE('/api/uploads/{id}', by(id))),
}

export const messages = {
  cancel: (id: string) => ok(client.POST('/api/messages/{id}/cancel', by(id))),
  sendNow: (id: string) => ok(client.POST('/api/messages/{id}/send-now', by(id))),
  resend: (id: string) => ok(client.POST('/api/messages/{id}/resend', by(id))),
  html: (id: string) => ok(client.GET('/api/messages/{id}/html', { ...by(id), parseAs: 'text' })),
}

export const customers = {
  find: (q: string) => ok(client.GET('/api/customers', { params: { query: { q } } })),
  link: (contactId: string, customerId: string) =>
    ok(client.POST('/api/contacts/{id}/customers', { ...by(contactId), body: { customerId } })),
  unlink: (contactId: string, customerId: string) =>
    ok(
      client.DELETE('/api/contacts/{id}/customers/{customerId}', {
        params: { path: { id: contactId, customerId } },
      }),
    ),
}

export const contacts = {
  open: (id: string) => ok(client.GET('/api/contacts/{id}', by(id))),
  suggestions: (id: string) => ok(client.GET('/api/contacts/{id}/suggestions', by(id))),
  merge: (id: string, body: { otherId: string; force: boolean; reason?: string }) =>
    ok(client.POST('/api/contacts/{id}/merge', { ...by(id), body })),
  undoMerge: (mergeId: string) => ok(client.POST('/api/contact-merges/{id}/undo', by(mergeId))),
  addIdentity: (id: string, body: { kind: 'phone' | 'email' | 'login'; value: string }) =>
    ok(client.POST('/api/contacts/{id}/identities', { ...by(id), body })),
  changeIdentity: (
    id: string,
    identityId: string,
    body: { validUntil?: string | null; optedOut?: boolean },
  ) =>
    ok(
      client.PATCH('/api/contacts/{id}/identities/{identityId}', {
        params: { path: { id, identityId } },
        body,
      }),
    ),
  moveIdentity: (id: string, identityId: string, toContactId: string | null) =>
    ok(
      client.POST('/api/contacts/{id}/identities/{identityId}/move', {
        params: { path: { id, identityId } },
        body: { toContactId },
      }),
    ),
}

export const verification = {
  send: (conversationId: string, body: { customerId: string; via: Via }) =>
    ok(client.POST('/api/conversations/{id}/verify', { ...by(conversationId), body })),
  check: (conversationId: string, code: string) =>
    ok(client.POST('/api/conversations/{id}/verify/check', { ...by(conversationId), body: { code } })),
}

type Settings = Record<string, unknown>

export const inboxes = {
  channels: () => ok(client.GET('/api/channels')),
  list: () => ok(client.GET('/api/inboxes')),
  open: (id: string) => ok(client.GET('/api/inboxes/{id}', by(id))),
  create: (body: { id: string; channel: string; name: string; settings: Settings }) =>
    ok(client.POST('/api/inboxes', { body })),
  change: (id: string, body: { name?: string; enabled?: boolean; settings?: Settings }) =>
    ok(client.PATCH('/api/inboxes/{id}', { ...by(id), body })),
  check: (id: string) => ok(client.POST('/api/inboxes/{id}/check', by(id))),
  replay: (id: string) => ok(client.POST('/api/inboxes/{id}/replay', by(id))),
}

export const demo = {
  people: () => ok(client.GET('/api/demo/people')),
  thread: (channel: DemoChannel, address: string) =>
    ok(client.GET('/api/demo/thread', { params: { query: { channel, address } } })),
  say: (body: { channel: DemoChannel; address: string; name: string; text: string; subject?: string }) =>
    ok(client.POST('/api/demo/messages', { body })),
  setLine: (login: string, up: boolean) => ok(client.POST('/api/demo/lines', { body: { login, up } })),
}
