/** The screen people work at: ready-made answers, files on their way out, saved lists, and how each is told of news. */
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
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, moment, tenantId } from './columns.ts'
import { conversations } from './conversations.ts'
import { members } from './platform.ts'

/** Answers ready to be put in. Variables stand in {braces}. */
export const cannedReplies = pgTable(
  'canned_replies',
  {
    tenantId: tenantId(),
    id: id(),
    title: text().notNull(),
    text: text().notNull(),
    /** Null: everybody's. */
    memberId: uuid(),
    uses: integer().notNull().default(0),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('canned_replies_title_unique').on(t.tenantId, t.memberId, t.title).nullsNotDistinct(),
    foreignKey({
      columns: [t.tenantId, t.memberId],
      foreignColumns: [members.tenantId, members.id],
      name: 'canned_replies_member_fk',
    }),
  ],
)

/** A file a member put into the composer or into a ready-made answer. Sending makes it an attachment of the message. */
export const uploads = pgTable(
  'uploads',
  {
    tenantId: tenantId(),
    id: id(),
    memberId: uuid().notNull(),
    /** Where it is meant to go; null for one of a ready-made answer. */
    conversationId: uuid(),
    cannedReplyId: uuid(),
    /** Which box it was put into: reply, note. What is meant for colleagues never goes to a customer. */
    kind: text().notNull().default('reply'),
    name: text().notNull(),
    contentType: text().notNull(),
    sizeBytes: bigint({ mode: 'number' }).notNull(),
    sha256: text().notNull(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('uploads_conversation').on(t.tenantId, t.conversationId),
    index('uploads_canned_reply').on(t.tenantId, t.cannedReplyId),
    foreignKey({
      columns: [t.tenantId, t.memberId],
      foreignColumns: [members.tenantId, members.id],
      name: 'uploads_member_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.conversationId],
      foreignColumns: [conversations.tenantId, conversations.id],
      name: 'uploads_conversation_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.cannedReplyId],
      foreignColumns: [cannedReplies.tenantId, cannedReplies.id],
      name: 'uploads_canned_reply_fk',
    }).onDelete('cascade'),
  ],
)

/** A list with its filters as somebody likes it: of customers, tickets, sessions. Conversations have `views`. */
export const savedLists = pgTable(
  'saved_lists',
  {
    tenantId: tenantId(),
    id: id(),
    /** customers, tickets, sessions, … */
    list: text().notNull(),
    name: text().notNull(),
    /** What stands after the "?" of the address. */
    query: text().notNull(),
    /** Null: shared with everyone. */
    memberId: uuid(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('saved_lists_list').on(t.tenantId, t.list),
    foreignKey({
      columns: [t.tenantId, t.memberId],
      foreignColumns: [members.tenantId, members.id],
      name: 'saved_lists_member_fk',
    }),
  ],
)

/** What a member wants to be told of, and how (hub/notifications). A member without a row has the usual rules. */
export const notificationRules = pgTable(
  'notification_rules',
  {
    tenantId: tenantId(),
    memberId: uuid().notNull(),
    rules: jsonb().$type<Record<string, unknown>>().notNull(),
    updatedAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.memberId] }),
    foreignKey({
      columns: [t.tenantId, t.memberId],
      foreignColumns: [members.tenantId, members.id],
      name: 'notification_rules_member_fk',
    }),
  ],
)

/** A browser that takes web push (RFC 8030) for a member. */
export const pushSubscriptions = pgTable(
  'push_subscriptions',
  {
    tenantId: tenantId(),
    id: id(),
    memberId: uuid().notNull(),
    /** The session it was made in: when that ends, so does this. */
    sessionId: text().notNull(),
    endpoint: text().notNull(),
    /** Sealed: the browser's public key and secret (RFC 8291). */
    keys: text().notNull(),
    userAgent: text(),
    isWanted: boolean().notNull().default(true),
    lastSentAt: moment(),
    failures: integer().notNull().default(0),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('push_subscriptions_endpoint_unique').on(t.tenantId, t.endpoint),
    index('push_subscriptions_member').on(t.tenantId, t.memberId),
    foreignKey({
      columns: [t.tenantId, t.memberId],
      foreignColumns: [members.tenantId, members.id],
      name: 'push_subscriptions_member_fk',
    }),
  ],
)
