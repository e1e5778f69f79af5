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
export type BuiltInView = 'mine' | 'unassigned' | 'open' | 'snoozed' | 'resolved'
/** As in the address: a built-in view, or `v/` and the id of a saved one. */
export type View = BuiltInView | `v/${string}`
export type SavedView = Schemas['View']
export type ViewSort = SavedView['sort']
export type Filter = Schemas['Filter']
export type FilterCondition = Schemas['FilterCondition']
export type FilterNode = FilterCondition | { all: FilterNode[] } | { any: FilterNode[] }
export type Attachment = Schemas['Attachment']
export type Message = Schemas['Message']
export type MessageState = Message['state']
export type ConversationEvent = Schemas['ConversationEvent']
export type TimelineEntry = Schemas['TimelineEntry']
export type ReplyRoute = Schemas['ReplyRoute']
export type MessageTemplate = Schemas['MessageTemplate']
export type MessageTemplates = Schemas['MessageTemplates']
export type Draft = Schemas['Draft']
export type OpenConversation = Schemas['OpenConversation']
export type Stretch = Schemas['Stretch']

export type Money = Schemas['Money']
export type Line = Schemas['Line']
export type Ticket = Schemas['Ticket']
export type Priority = Ticket['priority']
export type CustomerCard = Schemas['CustomerCard']
export type Service = CustomerCard['services'][number]
export type Panel = Schemas['Panel']
/** Comes by socket only, so no route mentions it. */
export type LineEvent = { type: 'line.changed'; customerId: string; line: Line }
export type Identity = Schemas['Identity']
export type Contact = Schemas['Contact']
export type ContactMerge = Schemas['ContactMerge']
export type ContactSuggestions = Schemas['ContactSuggestions']
export type Verification = Schemas['Verification']
export type Via = Verification['ways'][number]['via']
export type CustomerHit = Schemas['CustomerHit']

export type Mention = Schemas['Mention']
export type Mentionable = Schemas['Mentionable']
/** Comes by socket only: to the screens of whoever is named. */
export type MentionEvent =
  | { type: 'mention.written'; mention: Mention }
  | { type: 'mention.seen'; messageId: string }
  | { type: 'mentions.seen'; until: string }

export type ChannelKind = Schemas['ChannelKind']
export type Inbox = Schemas['Inbox']
/** Comes by socket only: what changed of an inbox. */
export type InboxHealthEvent = Pick<Inbox, 'id' | 'health' | 'healthWords'>
export type InboxDetail = Schemas['InboxDetail']
export type InboxCheck = Schemas['InboxCheck']

export type FailedMessage = Schemas['FailedMessage']
export type CannedReply = Schemas['CannedReply']
export type Upload = Schemas['Upload']
export type FileLimits = NonNullable<Schemas['ReplyRoute']['files']>

export type Me = Schemas['Me']
export type Member = Answer<'getMembers'>['items'][number]
export type DemoSignIn = NonNullable<Schemas['SignInHelp']['demo']>['people'][number]
export type DemoPerson = Answer<'getDemoPeople'>['items'][number]
export type DemoChannel = DemoPerson['addresses'][number]['channel']
export type DemoMessage = Answer<'getDemoThread'>['items'][number]

export type TicketRow = Schemas['TicketRow']
export type TicketStatus = TicketRow['status']
export type TicketEvent = Schemas['TicketEvent']
export type OpenTicket = Schemas['OpenTicket']
export type TicketBoard = Schemas['TicketBoard']
export type TicketCounts = Schemas['TicketCounts']
/** Comes by socket only: what happened, and the row as it is since. */
export type TicketTold = TicketEvent & { ticket: TicketRow }
