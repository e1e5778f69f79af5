/** The API's words by short names; what they are made of is generated from the routes. */
import type { components, operations } from './schema.ts'

type Schemas = components['schemas']
type Answer<Name extends keyof operations> = operations[Name] extends {
  responses: { 200: { content: { 'application/json': infer Body } } }
}
  ? Body
  : never

export type ConversationRow = Schemas['ConversationRow']
export type ConversationListItem = Schemas['ConversationListItem']
export type ConversationCounts = Schemas['ConversationCounts']
export type View = 'mine' | 'unassigned' | 'open' | 'resolved'
export type Attachment = Schemas['Attachment']
export type Message = Schemas['Message']
export type MessageState = Message['state']
export type ConversationEvent = Schemas['ConversationEvent']
export type TimelineEntry = Schemas['TimelineEntry']
export type ReplyRoute = Schemas['ReplyRoute']
export type OpenConversation = Schemas['OpenConversation']

export type Money = Schemas['Money']
export type Line = Schemas['Line']
export type Ticket = Schemas['Ticket']
export type Priority = Ticket['priority']
export type CustomerCard = Schemas['CustomerCard']
export type Service = CustomerCard['services'][number]
export type Panel = Schemas['Panel']
/** Comes by socket only, so no route mentions it. */
export type LineEvent = { type: 'line.changed'; customerId: string; line: Line }
export type CustomerHit = Schemas['CustomerHit']

export type ChannelKind = Schemas['ChannelKind']
export type Inbox = Schemas['Inbox']
/** Comes by socket only: what changed of an inbox. */
export type InboxHealthEvent = Pick<Inbox, 'id' | 'health' | 'healthWords'>
export type InboxDetail = Schemas['InboxDetail']
export type InboxCheck = Schemas['InboxCheck']

export type Me = Schemas['Me']
export type Member = Answer<'getMembers'>['items'][number]
export type DemoSignIn = NonNullable<Schemas['SignInHelp']['demo']>['people'][number]
export type DemoPerson = Answer<'getDemoPeople'>['items'][number]
export type DemoChannel = DemoPerson['addresses'][number]['channel']
export type DemoMessage = Answer<'getDemoThread'>['items'][number]
