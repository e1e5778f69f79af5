/** Shapes of conversations, messages and live events, as the API and the socket speak them. */
import { z } from 'zod'
import { Draft } from '../drafts/drafts.api.ts'
import { FileLimits, Upload } from '../uploads/uploads.api.ts'

const moment = z.iso.datetime({ offset: true })

export const Person = z.object({ id: z.uuid(), name: z.string() }).meta({ id: 'Person' })

export const ConversationRow = z
  .object({
    id: z.uuid(),
    contact: Person,
    customer: Person.nullable().describe(
      'Which customer this is about, said by a member; null: nobody said, or the contact speaks for one alone',
    ),
    thread: z.enum(['chat', 'thread']),
    status: z.enum(['open', 'resolved']),
    subject: z.string().nullable(),
    assignee: Person.nullable(),
    team: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    priority: z.enum(['low', 'normal', 'high', 'urgent']),
    labels: z.array(z.string()),
    snoozedUntil: moment.nullable().describe('Out of the open list until then, or until the customer writes'),
    fields: z.record(z.string(), z.unknown()).describe("Values of the tenant's own fields"),
    inboxIds: z.array(z.uuid()),
    channel: z.string().describe('Channel of the last message'),
    preview: z.string(),
    lastDirection: z.enum(['in', 'out', 'note']),
    lastMessageAt: moment,
    waitingSince: moment.nullable().describe('Since when the customer waits for an answer'),
    inboundCount: z.int(),
    lastSeq: z.int(),
  })
  .meta({ id: 'ConversationRow' })

export const ConversationListItem = ConversationRow.extend({
  readCount: z.int().describe('Incoming messages this member has read; unread = inboundCount - readCount'),
}).meta({ id: 'ConversationListItem' })

export const Attachment = z
  .object({
    id: z.uuid(),
    name: z.string(),
    contentType: z.string(),
    sizeBytes: z.int().nullable(),
    state: z.enum(['pending', 'stored', 'failed']),
    words: z.string().nullable(),
  })
  .meta({ id: 'Attachment' })

export const MessageState = z.enum([
  'received',
  'noted',
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'failed',
  'unknown',
  'cancelled',
])

export const Message = z
  .object({
    id: z.uuid(),
    conversationId: z.uuid(),
    seq: z.int(),
    direction: z.enum(['in', 'out', 'note']),
    channel: z.string().nullable(),
    inboxId: z.uuid().nullable(),
    author: Person.nullable().describe('The member who wrote it; null for the customer'),
    text: z.string(),
    hasHtml: z.boolean(),
    subject: z.string().nullable(),
    template: z
      .object({ name: z.string(), language: z.string() })
      .nullable()
      .describe('The approved template it goes out as; `text` is how that reads'),
    state: MessageState,
    stateWords: z.string().nullable().describe("The provider's own words when it failed"),
    automatic: z.boolean(),
    flags: z.array(z.string()),
    sendAfter: moment
      .nullable()
      .describe('When it goes out, or went out when that was later than it was written; null: at once'),
    sentAt: moment.nullable(),
    createdAt: moment,
    attachments: z.array(Attachment),
  })
  .meta({ id: 'Message' })

/** What sockets carry and what `…/events` returns: the same object, so that a live screen equals a refetched one. */
export const ConversationEvent = z
  .object({
    id: z.uuid(),
    conversationId: z.uuid(),
    seq: z.int(),
    type: z.enum([
      'message.received',
      'message.written',
      'message.changed',
      'note.written',
      'message.moved',
      'messages.moved',
      'conversation.assigned',
      'conversation.resolved',
      'conversation.reopened',
      'conversation.changed',
      'conversation.snoozed',
      'conversation.woke',
      'ticket.created',
      'contact.linked',
      'contact.merged',
      'contact.unmerged',
      'contact.changed',
      'customer.verified',
    ]),
    at: moment,
    actor: Person.nullable(),
    conversation: ConversationRow,
    message: Message.nullable().describe('The message as it is now, for events that touch one'),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'ConversationEvent' })

/** A timeline line between messages: who assigned, resolved, reopened, linked, and when. */
export const TimelineEntry = z
  .object({
    seq: z.int(),
    type: z.string(),
    at: moment,
    actor: Person.nullable(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineEntry' })

/** One way the next answer could go out. */
export const ReplyRoute = z
  .object({
    inboxId: z.uuid(),
    identityId: z.uuid().describe("The customer's address, as `identityId` of an answer"),
    channel: z.string(),
    title: z.string().describe('"WhatsApp", "Email"'),
    inboxName: z.string(),
    to: z.string().describe("The customer's address there"),
    usable: z.boolean(),
    why: z.string().nullable().describe('Why it cannot be used now, in words'),
    reason: z
      .string()
      .nullable()
      .describe('Why it is offered, in words: "They wrote here last"; null for one that cannot be used'),
    windowEndsAt: moment.nullable().describe('Until when free text is accepted'),
    windowHours: z.int().nullable().describe('How long after they wrote; null: always'),
    templates: z.boolean().describe('Whether an approved template can go out this way now, free text or not'),
    maxTextLength: z.int(),
    hasSubject: z.boolean(),
    files: FileLimits.nullable().describe('What files an answer may carry this way; null: none'),
  })
  .meta({ id: 'ReplyRoute' })

export const OpenConversation = z
  .object({
    conversation: ConversationListItem,
    messages: z.array(Message).describe('The latest, oldest first'),
    timeline: z.array(TimelineEntry),
    hasEarlier: z.boolean(),
    watchers: z.array(Person).describe('Who hears of it although it is not theirs'),
    replyRoutes: z.array(ReplyRoute).describe('Best first'),
    drafts: z.array(Draft).describe('What the caller has begun to write here'),
    uploadMaxBytes: z.int().describe('Largest file that can be put here'),
    uploads: z.array(Upload).describe('Files the caller has put here and not sent'),
  })
  .meta({ id: 'OpenConversation' })

export const listQuery = z.object({
  view: z.enum(['mine', 'unassigned', 'open', 'snoozed', 'resolved']).default('open'),
  viewId: z.uuid().optional().describe('A saved view, in place of `view`'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

export const Counts = z
  .object({ mine: z.int(), unassigned: z.int(), open: z.int(), snoozed: z.int() })
  .meta({ id: 'ConversationCounts' })

export const changesQuery = z.object({
  cursor: z
    .string()
    .max(200)
    .optional()
    .describe('What the last answer gave; without one only a cursor comes back'),
})

export const Changes = z
  .object({
    conversations: z.array(ConversationListItem).describe('As they are now, in no order'),
    cursor: z.string(),
    tooOld: z.boolean().describe('Too much was missed: fetch the lists, after this answer'),
    reach: z.string().describe('Stands for what the asker may see; with another, forget what was kept'),
  })
  .meta({ id: 'Changes' })

export const idParam = z.object({ id: z.uuid() })

/** A run of messages of one conversation, until another of the same contact goes on. */
export const Stretch = z
  .object({
    conversation: ConversationListItem,
    messages: z.array(Message).describe('Oldest first'),
    timeline: z
      .array(TimelineEntry)
      .describe('What happened to it from the first message to the next stretch'),
    hasEarlier: z.boolean().describe('Whether this conversation has messages before these'),
    hasLater: z.boolean(),
  })
  .meta({ id: 'Stretch' })

export const Stream = z
  .object({
    stretches: z.array(Stretch).describe('Newest first, going back'),
    alongside: z.array(ConversationListItem).describe('Open at the same time, latest first'),
    next: z.string().nullable().describe('`before` of the following page; null: nothing is older'),
  })
  .meta({ id: 'Stream' })

export const streamQuery = z.object({
  before: z.string().max(200).optional().describe('What the last answer gave as `next`'),
  until: z.string().max(200).optional().describe('Not further back than there: to read a page again'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Messages, not stretches'),
})
