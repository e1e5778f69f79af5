/** Working together: drafts, watchers, mentions, labels, fields of one's own, views, and changes to many at once. */
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
import { conversations, messages } from './conversations.ts'
import { members } from './platform.ts'

/** How far a member has read a conversation. */
export const readMarks = pgTable(
  'read_marks',
  {
    tenantId: tenantId(),
    memberId: uuid().notNull(),
    conversationId: uuid().notNull(),
    inboundCount: integer().notNull(),
    at: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.memberId, t.conversationId] }),
    foreignKey({
      columns: [t.tenantId, t.conversationId],
      foreignColumns: [conversations.tenantId, conversations.id],
      name: 'read_marks_conversation_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.memberId],
      foreignColumns: [members.tenantId, members.id],
      name: 'read_marks_member_fk',
    }),
  ],
)

/** What a member has begun to write: one per conversation and kind. */
export const drafts = pgTable(
  'drafts',
  {
    tenantId: tenantId(),
    memberId: uuid().notNull(),
    conversationId: uuid().notNull(),
    /** reply, note */
    kind: text().notNull(),
    text: text().notNull(),
    inboxId: uuid(),
    /** Made by the client, always rising: an older write never replaces a newer one. */
    version: bigint({ mode: 'number' }).notNull(),
    updatedAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.memberId, t.conversationId, t.kind] }),
    foreignKey({
      columns: [t.tenantId, t.memberId],
      foreignColumns: [members.tenantId, members.id],
      name: 'drafts_member_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.conversationId],
      foreignColumns: [conversations.tenantId, conversations.id],
      name: 'drafts_conversation_fk',
    }),
  ],
)

/** Members who want to hear of a conversation that is not theirs. */
export const watchers = pgTable(
  'watchers',
  { tenantId: tenantId(), conversationId: uuid().notNull(), memberId: uuid().notNull(), since: createdAt() },
  t => [
    primaryKey({ columns: [t.tenantId, t.conversationId, t.memberId] }),
    index('watchers_member').on(t.tenantId, t.memberId),
    foreignKey({
      columns: [t.tenantId, t.conversationId],
      foreignColumns: [conversations.tenantId, conversations.id],
      name: 'watchers_conversation_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.memberId],
      foreignColumns: [members.tenantId, members.id],
      name: 'watchers_member_fk',
    }),
  ],
)

/** Colleagues named in a note, each once, also when it was by their team. */
export const mentions = pgTable(
  'mentions',
  {
    tenantId: tenantId(),
    messageId: uuid().notNull(),
    memberId: uuid().notNull(),
    conversationId: uuid().notNull(),
    createdAt: createdAt(),
    seenAt: moment(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.messageId, t.memberId] }),
    index('mentions_member').on(t.tenantId, t.memberId, t.createdAt),
    foreignKey({
      columns: [t.tenantId, t.messageId],
      foreignColumns: [messages.tenantId, messages.id],
      name: 'mentions_message_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.memberId],
      foreignColumns: [members.tenantId, members.id],
      name: 'mentions_member_fk',
    }),
  ],
)

export const labels = pgTable(
  'labels',
  {
    tenantId: tenantId(),
    id: id(),
    name: text().notNull(),
    /** A name of the palette: grey, red, amber, green, blue, violet. */
    colour: text().notNull().default('grey'),
    createdAt: createdAt(),
  },
  t => [primaryKey({ columns: [t.tenantId, t.id] }), unique('labels_name_unique').on(t.tenantId, t.name)],
)

/** Fields a tenant adds to conversations. */
export const customFields = pgTable(
  'custom_fields',
  {
    tenantId: tenantId(),
    id: id(),
    key: text().notNull(),
    title: text().notNull(),
    /** text, number, date, choice, yes-no */
    kind: text().notNull(),
    choices: text().array(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('custom_fields_key_unique').on(t.tenantId, t.key),
  ],
)

/** A saved filter with its sort and columns. */
export const views = pgTable(
  'views',
  {
    tenantId: tenantId(),
    id: id(),
    name: text().notNull(),
    /** Null: shared with everyone. */
    memberId: uuid(),
    filter: jsonb().$type<Record<string, unknown>>().notNull(),
    sort: text().notNull().default('latest'),
    columns: text().array(),
    position: integer().notNull().default(0),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('views_member').on(t.tenantId, t.memberId),
    foreignKey({
      columns: [t.tenantId, t.memberId],
      foreignColumns: [members.tenantId, members.id],
      name: 'views_member_fk',
    }),
  ],
)

/** One change to everything that matches a filter: how far it is, what was left out, and how to take it back. */
export const bulkJobs = pgTable(
  'bulk_jobs',
  {
    tenantId: tenantId(),
    id: id(),
    memberId: uuid().notNull(),
    filter: jsonb().$type<Record<string, unknown>>().notNull(),
    change: jsonb().$type<Record<string, unknown>>().notNull(),
    /** waiting, running, done, cancelled, undoing, undone */
    state: text().notNull().default('waiting'),
    total: integer().notNull(),
    done: integer().notNull().default(0),
    skipped: integer().notNull().default(0),
    /** For each conversation what it was before, or why it was left out. */
    report: jsonb().$type<unknown[]>().notNull().default([]),
    conversationIds: uuid().array().notNull(),
    cancelRequested: boolean().notNull().default(false),
    leaseUntil: moment(),
    createdAt: createdAt(),
    finishedAt: moment(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('bulk_jobs_member').on(t.tenantId, t.memberId, t.createdAt),
    foreignKey({
      columns: [t.tenantId, t.memberId],
      foreignColumns: [members.tenantId, members.id],
      name: 'bulk_jobs_member_fk',
    }),
  ],
)

/** Messages that went from one conversation to another: split, merge or move, and how to take it back. */
export const messageMoves = pgTable(
  'message_moves',
  {
    tenantId: tenantId(),
    id: id(),
    /** split, merge, move */
    kind: text().notNull(),
    fromConversationId: uuid().notNull(),
    toConversationId: uuid().notNull(),
    messageIds: uuid().array().notNull(),
    before: jsonb().$type<Record<string, unknown>>().notNull(),
    memberId: uuid().notNull(),
    createdAt: createdAt(),
    undoneAt: moment(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('message_moves_from').on(t.tenantId, t.fromConversationId),
    index('message_moves_to').on(t.tenantId, t.toConversationId),
    foreignKey({
      columns: [t.tenantId, t.fromConversationId],
      foreignColumns: [conversations.tenantId, conversations.id],
      name: 'message_moves_from_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.toConversationId],
      foreignColumns: [conversations.tenantId, conversations.id],
      name: 'message_moves_to_fk',
    }),
  ],
)
