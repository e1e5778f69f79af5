/** The API's words. Names and fields are those of the OpenAPI components; nothing here is invented by the UI. */
export type Person = { id: string; name: string }

export type ConversationRow = {
  id: string
  contact: Person
  thread: 'chat' | 'thread'
  status: 'open' | 'resolved'
  subject: string | null
  assignee: Person | null
  inboxIds: string[]
  channel: string
  preview: string
  lastDirection: 'in' | 'out' | 'note'
  lastMessageAt: string
  waitingSince: string | null
  inboundCount: number
  lastSeq: number
}
export type ConversationListItem = ConversationRow & { readCount: number }
export type ConversationCounts = { mine: number; unassigned: number; open: number }
export type View = 'mine' | 'unassigned' | 'open' | 'resolved'

export type Attachment = {
  id: string
  name: string
  contentType: string
  sizeBytes: number | null
  state: 'pending' | 'stored' | 'failed'
  words: string | null
}
export type MessageState =
  | 'received'
  | 'noted'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'failed'
  | 'unknown'
export type Message = {
  id: string
  conversationId: string
  seq: number
  direction: 'in' | 'out' | 'note'
  channel: string | null
  inboxId: string | null
  author: Person | null
  text: string
  hasHtml: boolean
  subject: string | null
  state: MessageState
  stateWords: string | null
  automatic: boolean
  flags: string[]
  sentAt: string | null
  createdAt: string
  attachments: Attachment[]
}
export type ConversationEvent = {
  id: string
  conversationId: string
  seq: number
  type:
    | 'message.received'
    | 'message.written'
    | 'message.changed'
    | 'note.written'
    | 'conversation.assigned'
    | 'conversation.resolved'
    | 'conversation.reopened'
    | 'ticket.created'
    | 'contact.linked'
  at: string
  actor: Person | null
  conversation: ConversationRow
  message: Message | null
  data: Record<string, unknown>
}
export type TimelineEntry = {
  seq: number
  type: string
  at: string
  actor: Person | null
  data: Record<string, unknown>
}
export type ReplyRoute = {
  inboxId: string
  channel: string
  title: string
  inboxName: string
  to: string
  usable: boolean
  why: string | null
  windowEndsAt: string | null
  maxTextLength: number
  hasSubject: boolean
}
export type OpenConversation = {
  conversation: ConversationListItem
  messages: Message[]
  timeline: TimelineEntry[]
  hasEarlier: boolean
  replyRoutes: ReplyRoute[]
}

export type Money = { minor: number; currency: string }
export type Line = {
  loginId: string
  login: string
  online: boolean
  since: string | null
  ip: string | null
  nas: string | null
  nasPort: string | null
  mac: string | null
  uploadBytes: number | null
  downloadBytes: number | null
  updatedAt: string | null
  lastStopCause: string | null
  attempts: { at: string; accepted: boolean; words: string }[]
}
export type Priority = 'low' | 'normal' | 'high' | 'urgent'
export type Ticket = {
  id: string
  number: number
  subject: string
  description: string
  status:
    | 'acknowledged'
    | 'inProgress'
    | 'pending'
    | 'held'
    | 'resolved'
    | 'closed'
    | 'cancelled'
    | 'rejected'
  priority: Priority
  createdAt: string
}
export type Service = {
  id: string
  plan: string
  downKbps: number
  upKbps: number
  price: Money
  status: 'pending' | 'active' | 'suspended' | 'ended'
  suspendedReason: string | null
  address: string | null
  lines: Line[]
}
export type OpenInvoice = {
  id: string
  number: string
  dueOn: string
  open: Money
  total: Money
  overdue: boolean
}
export type CustomerCard = {
  id: string
  number: string
  name: string
  phone: string | null
  email: string | null
  address: string | null
  status: string
  evidence: string
  services: Service[]
  balance: Money
  openInvoices: OpenInvoice[]
  lastPayment: { receivedOn: string; amount: Money; method: string } | null
  tickets: Ticket[]
}
export type Panel = {
  contact: { id: string; name: string; identities: { kind: string; value: string }[] }
  customers: CustomerCard[]
}
export type LineEvent = { type: 'line.changed'; customerId: string; line: Line }
export type CustomerHit = {
  id: string
  number: string
  name: string
  phone: string | null
  email: string | null
  logins: string[]
}

export type ChannelKind = {
  kind: string
  title: string
  hasHook: boolean
  settings: Record<string, unknown>
}
export type Inbox = {
  id: string
  channel: string
  channelTitle: string
  name: string
  account: string
  enabled: boolean
  health: 'new' | 'connected' | 'reconnecting' | 'signed-out' | 'failing'
  healthWords: string | null
  lastInAt: string | null
  lastOutAt: string | null
  parked: number
  hookUrl: string | null
}
export type InboxDetail = Inbox & { settings: Record<string, unknown> }
export type InboxCheck = { ok: boolean; words: string }

export type DemoSignIn = { name: string; email: string; password: string; role: string }
export type Me = {
  member: { id: string; name: string; email: string; role: string }
  tenant: { id: string; name: string; currency: string; timeZone: string; locale: string }
  permissions: string[]
  demo: boolean
}
export type SignInPage = { demo: { people: DemoSignIn[] } | null }
export type Member = { id: string; name: string; role: string }

export type DemoChannel = 'email' | 'telegram' | 'sms' | 'whatsapp'
export type DemoPerson = {
  id: string
  name: string
  customerNumber: string | null
  login: string | null
  lineUp: boolean | null
  addresses: { channel: DemoChannel; value: string }[]
}
export type DemoMessage = {
  id: string
  from: 'customer' | 'isp'
  text: string
  subject: string | null
  at: string
  state: string | null
}
