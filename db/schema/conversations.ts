/** Conversations, their messages, and how those fared on their way. */
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { teams } from './access.ts'
import { createdAt, id, moment, tenantId } from './columns.ts'
import { contacts, identities } from './contacts.ts'
import { customers } from './customers.ts'
import { inboxes } from './inboxes.ts'
import { members } from './platform.ts'

/** One matter with a contact, across channels. The row carries what the list shows, so the list is one index walk. */
export const conversations = pgTable(
  'conversations',
  {
    tenantId: tenantId(),
    id: id(),
    contactId: uuid().notNull(),
    /** Which of the customers the contact speaks for this is about; null while nobody said so. */
    customerId: uuid(),
    /** chat: the contact's one running chat; thread: an email thread with references of its own */
    thread: text().notNull(),
    /** open, resolved */
    status: text().notNull().default('open'),
    subject: text(),
    assigneeId: uuid(),
    teamId: uuid(),
    /** low, normal, high, urgent */
    priority: text().notNull().default('normal'),
    /** Names of labels (`labels`), in no order. */
    labels: text().array().notNull().default(sql`'{}'::text[]`),
    /** Out of the open list until then, or until the customer writes. */
    snoozedUntil: moment(),
    /** Values of the tenant's own fields, by key. */
    fields: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** Every inbox this conversation has run through; whoever sees one of them sees it. */
    inboxIds: uuid().array().notNull(),
    /** Number of the last event; each change takes the next. */
    lastSeq: bigint({ mode: 'number' }).notNull().default(0),
    /** Incoming messages so far; against a member's read mark this is the unread count. */
    inboundCount: integer().notNull().default(0),
    lastMessageAt: moment().notNull(),
    lastPreview: text().notNull().default(''),
    lastDirection: text().notNull().default('in'),
    lastChannel: text().notNull(),
    /** Since when the customer waits for an answer; null when nobody waits. */
    waitingSince: moment(),
    createdAt: createdAt(),
    resolvedAt: moment(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex('conversations_one_open_chat')
      .on(t.tenantId, t.contactId)
      .where(sql`${t.thread} = 'chat' AND ${t.status} <> 'resolved'`),
    index('conversations_contact').on(t.tenantId, t.contactId),
    index('conversations_open_recent')
      .on(t.tenantId, t.lastMessageAt.desc(), t.id.desc())
      .where(sql`${t.status} = 'open'`),
    index('conversations_resolved_recent')
      .on(t.tenantId, t.lastMessageAt.desc(), t.id.desc())
      .where(sql`${t.status} = 'resolved'`),
    index('conversations_assignee')
      .on(t.tenantId, t.assigneeId, t.lastMessageAt.desc())
      .where(sql`${t.status} = 'open'`),
    foreignKey({
      columns: [t.tenantId, t.contactId],
      foreignColumns: [contacts.tenantId, contacts.id],
      name: 'conversations_contact_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.assigneeId],
      foreignColumns: [members.tenantId, members.id],
      name: 'conversations_assignee_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.teamId],
      foreignColumns: [teams.tenantId, teams.id],
      name: 'conversations_team_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
      name: 'conversations_customer_fk',
    }),
    index('conversations_customer').on(t.tenantId, t.customerId).where(sql`${t.customerId} IS NOT NULL`),
    index('conversations_unassigned_recent')
      .on(t.tenantId, t.lastMessageAt.desc(), t.id.desc())
      .where(sql`${t.status} = 'open' AND ${t.assigneeId} IS NULL`),
    index('conversations_snoozed').on(t.tenantId, t.snoozedUntil).where(sql`${t.snoozedUntil} IS NOT NULL`),
    index('conversations_labels').using('gin', t.labels),
  ],
)

/** One message or note. `seq` is the number of the event that brought it. */
export const messages = pgTable(
  'messages',
  {
    tenantId: tenantId(),
    id: id(),
    conversationId: uuid().notNull(),
    seq: bigint({ mode: 'number' }).notNull(),
    /** in, out, note */
    direction: text().notNull(),
    inboxId: uuid(),
    channel: text(),
    identityId: uuid(),
    authorId: uuid(),
    authorName: text(),
    text: text().notNull(),
    html: text(),
    subject: text(),
    /** The approved template it goes out as, with what was filled in; `text` is how that reads. */
    template: jsonb().$type<Record<string, unknown>>(),
    externalId: text(),
    references: text().array().notNull().default(sql`'{}'::text[]`),
    /** Not handed to its provider before this moment: undo, and sending later. */
    sendAfter: moment(),
    /** in: received; out: queued, sending, sent, delivered, read, failed, unknown; note: noted */
    state: text().notNull(),
    stateCode: text(),
    stateWords: text(),
    tries: integer().notNull().default(0),
    nextTryAt: moment(),
    automatic: boolean().notNull().default(false),
    flags: text().array().notNull().default(sql`'{}'::text[]`),
    /** When the provider says it was written. */
    sentAt: moment(),
    createdAt: createdAt(),
    inboxEventId: uuid(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('messages_conversation_seq_unique').on(t.tenantId, t.conversationId, t.seq),
    uniqueIndex('messages_external_unique')
      .on(t.tenantId, t.inboxId, t.externalId)
      .where(sql`${t.externalId} IS NOT NULL`),
    index('messages_failed')
      .on(t.tenantId, t.createdAt.desc(), t.id.desc())
      .where(sql`${t.direction} = 'out' AND ${t.state} IN ('failed', 'unknown')`),
    index('messages_undelivered')
      .on(t.tenantId, t.conversationId, t.seq)
      .where(sql`${t.direction} = 'out' AND ${t.state} IN ('queued', 'sending')`),
    foreignKey({
      columns: [t.tenantId, t.conversationId],
      foreignColumns: [conversations.tenantId, conversations.id],
      name: 'messages_conversation_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.inboxId],
      foreignColumns: [inboxes.tenantId, inboxes.id],
      name: 'messages_inbox_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.identityId],
      foreignColumns: [identities.tenantId, identities.id],
      name: 'messages_identity_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.authorId],
      foreignColumns: [members.tenantId, members.id],
      name: 'messages_author_fk',
    }),
  ],
)

/** One try to hand a message to its provider; committed as `sending` before the network is touched. */
export const attempts = pgTable(
  'attempts',
  {
    tenantId: tenantId(),
    id: id(),
    messageId: uuid().notNull(),
    /** sending, sent, retry, rejected, signed-out, unknown */
    state: text().notNull(),
    /** After this moment a `sending` attempt counts as unknown: its worker is gone. */
    leaseUntil: moment().notNull(),
    code: text(),
    words: text(),
    startedAt: createdAt(),
    endedAt: moment(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('attempts_message').on(t.tenantId, t.messageId),
    index('attempts_sending').on(t.tenantId, t.leaseUntil).where(sql`${t.state} = 'sending'`),
    foreignKey({
      columns: [t.tenantId, t.messageId],
      foreignColumns: [messages.tenantId, messages.id],
      name: 'attempts_message_fk',
    }),
  ],
)

/** A file of a message; fetched by its own job so that the message never waits for it. */
export const attachments = pgTable(
  'attachments',
  {
    tenantId: tenantId(),
    id: id(),
    messageId: uuid().notNull(),
    conversationId: uuid().notNull(),
    /** The stored item it came in and its place there; null for a file of ours, whose bytes are here from the start. */
    inboxEventId: uuid(),
    ref: text(),
    name: text().notNull(),
    contentType: text().notNull(),
    sizeBytes: bigint({ mode: 'number' }),
    /** pending, stored, failed */
    state: text().notNull().default('pending'),
    /** SHA-256 of the bytes, their place in the file store. */
    sha256: text(),
    words: text(),
    tries: integer().notNull().default(0),
    nextTryAt: moment(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('attachments_message').on(t.tenantId, t.messageId),
    index('attachments_pending').on(t.tenantId, t.nextTryAt).where(sql`${t.state} = 'pending'`),
    foreignKey({
      columns: [t.tenantId, t.messageId],
      foreignColumns: [messages.tenantId, messages.id],
      name: 'attachments_message_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.conversationId],
      foreignColumns: [conversations.tenantId, conversations.id],
      name: 'attachments_conversation_fk',
    }),
  ],
)
