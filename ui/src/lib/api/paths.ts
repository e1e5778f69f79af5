/** Every route the UI calls, in the shape openapi-fetch reads. */
import type * as T from './types.ts'

type Json<A> = { content: { 'application/json': A } }
type Answer<A> = { responses: { 200: Json<A> } }
type Done = { responses: { 204: { content?: never } } }
type By<P, Q = never> = { parameters: { path: P } & ([Q] extends [never] ? unknown : { query?: Q }) }
type Asked<Q> = { parameters: { query?: Q } }
type Body<B> = { requestBody: Json<B> }
type Id = { id: string }
type Nothing = Record<string, never>
type Bare = { parameters: Nothing }

type WriteReply = { id: string; text: string; inboxId: string; lastSeenSeq: number; sendAnyway: boolean }
type CreateTicket = {
  id: string
  customerId: string | null
  subject: string
  description: string
  priority: T.Priority
}
type CreateInbox = { id: string; channel: string; name: string; settings: Record<string, unknown> }
type ChangeInbox = { name?: string; enabled?: boolean; settings?: Record<string, unknown> }
type DemoSay = { channel: T.DemoChannel; address: string; name: string; text: string; subject?: string }

export type paths = {
  '/api/me': { get: Bare & Answer<T.Me> }
  '/api/sign-in': { get: Bare & Answer<T.SignInPage> }
  '/api/members': { get: Bare & Answer<{ items: T.Member[] }> }
  '/api/conversations': {
    get: Asked<{ view?: T.View; cursor?: string; limit?: number }> &
      Answer<{ items: T.ConversationListItem[]; next: string | null }>
  }
  '/api/conversations/counts': { get: Bare & Answer<T.ConversationCounts> }
  '/api/conversations/{id}': { get: By<Id> & Answer<T.OpenConversation> }
  '/api/conversations/{id}/messages': {
    get: { parameters: { path: Id; query: { before: number } } } & Answer<{
      messages: T.Message[]
      hasEarlier: boolean
    }>
  }
  '/api/conversations/{id}/events': {
    get: { parameters: { path: Id; query: { after: number } } } & Answer<{
      events: T.ConversationEvent[]
      lastSeq: number
      tooOld: boolean
    }>
  }
  '/api/conversations/{id}/replies': { post: By<Id> & Body<WriteReply> & Answer<T.Message> }
  '/api/conversations/{id}/notes': { post: By<Id> & Body<{ id: string; text: string }> & Answer<T.Message> }
  '/api/conversations/{id}/assign': { post: By<Id> & Body<{ memberId: string | null }> & Done }
  '/api/conversations/{id}/resolve': { post: By<Id> & Body<Nothing> & Done }
  '/api/conversations/{id}/reopen': { post: By<Id> & Body<Nothing> & Done }
  '/api/conversations/{id}/read': { post: By<Id> & Body<{ inboundCount: number }> & Done }
  '/api/conversations/{id}/panel': { get: By<Id> & Answer<T.Panel> }
  '/api/conversations/{id}/tickets': { post: By<Id> & Body<CreateTicket> & Answer<T.Ticket> }
  '/api/messages/{id}/resend': { post: By<Id> & Body<Nothing> & Done }
  '/api/messages/{id}/html': { get: By<Id> & { responses: { 200: { content: { 'text/html': string } } } } }
  '/api/customers': { get: Asked<{ q?: string }> & Answer<{ items: T.CustomerHit[] }> }
  '/api/contacts/{id}/customers': { post: By<Id> & Body<{ customerId: string }> & Done }
  '/api/contacts/{id}/customers/{customerId}': { delete: By<{ id: string; customerId: string }> & Done }
  '/api/channels': { get: Bare & Answer<{ items: T.ChannelKind[] }> }
  '/api/inboxes': {
    get: Bare & Answer<{ items: T.Inbox[] }>
    post: Bare & Body<CreateInbox> & Answer<T.InboxDetail>
  }
  '/api/inboxes/{id}': {
    get: By<Id> & Answer<T.InboxDetail>
    patch: By<Id> & Body<ChangeInbox> & Answer<T.InboxDetail>
  }
  '/api/inboxes/{id}/check': { post: By<Id> & Body<Nothing> & Answer<T.InboxCheck> }
  '/api/inboxes/{id}/replay': { post: By<Id> & Body<Nothing> & Answer<{ requeued: number }> }
  '/api/demo/people': { get: Bare & Answer<{ items: T.DemoPerson[] }> }
  '/api/demo/thread': {
    get: { parameters: { query: { channel: T.DemoChannel; address: string } } } & Answer<{
      items: T.DemoMessage[]
    }>
  }
  '/api/demo/messages': { post: Bare & Body<DemoSay> & Answer<{ id: string }> }
  '/api/demo/lines': { post: Bare & Body<{ login: string; up: boolean }> & Done }
}
