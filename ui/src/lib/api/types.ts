/** The API's words by short names; what they are made of is generated from the routes. */
import type { components, operations } from './schema.ts'

type Schemas = components['schemas']
type Answer<Name extends keyof operations> = operations[Name] extends {
  responses: { 200: { content: { 'application/json': infer Body } } }
}
  ? Body
  : never

/** The document's "a person or null" comes out of the generator as a person alone; here null is said. */
type OrNobody<T, Field extends keyof T> = Omit<T, Field> & Record<Field, Person | null>

export type Person = Schemas['Person']
export type ConversationRow = OrNobody<Schemas['ConversationRow'], 'assignee'>
export type ConversationListItem = OrNobody<Schemas['ConversationListItem'], 'assignee'>
export type ConversationCounts = Schemas['ConversationCounts']
export type View = 'mine' | 'unassigned' | 'open' | 'resolved'
export type Attachment = Schemas['Attachment']
export type Message = OrNobody<Schemas['Message'], 'author'>
export type MessageState = Message['state']
export type ConversationEvent = Omit<Schemas['ConversationEvent'], 'actor' | 'conversation' | 'message'> & {
  actor: Person | null
  conversation: ConversationRow
  message: Message | null
}
export type TimelineEntry = OrNobody<Schemas['TimelineEntry'], 'actor'>
export type ReplyRoute = Schemas['ReplyRoute']
export type OpenConversation = Omit<Schemas['OpenConversation'], 'conversation' | 'messages' | 'timeline'> & {
  conversation: ConversationListItem
  messages: Message[]
  timeline: TimelineEntry[]
}

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
export type InboxDetail = Schemas['InboxDetail']
export type InboxCheck = Schemas['InboxCheck']

export type Me = Schemas['Me']
export type Member = Answer<'getMembers'>['items'][number]
export type DemoSignIn = NonNullable<Schemas['SignInHelp']['demo']>['people'][number]
export type DemoPerson = Answer<'getDemoPeople'>['items'][number]
export type DemoChannel = DemoPerson['addresses'][number]['channel']
export type DemoMessage = Answer<'getDemoThread'>['items'][number]
