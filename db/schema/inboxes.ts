/** Connected accounts, who may see them, and everything their providers sent. */
import { sql } from 'drizzle-orm'
import {
  boolean,
  customType,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, moment, tenantId } from './columns.ts'
import { members } from './platform.ts'

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** One connected account of a channel. */
export const inboxes = pgTable(
  'inboxes',
  {
    tenantId: tenantId(),
    id: id(),
    channel: text().notNull(),
    name: text().notNull(),
    /** The provider's name of the account: phone number id, bot id, mailbox. */
    account: text().notNull(),
    /** Unguessable part of the hook's path. */
    hookKey: text().notNull(),
    /** Sealed JSON of the channel's settings. */
    settings: text().notNull(),
    enabled: boolean().notNull().default(true),
    /** new, connected, reconnecting, signed-out, failing */
    health: text().notNull().default('new'),
    healthWords: text(),
    healthAt: moment(),
    lastInAt: moment(),
    lastOutAt: moment(),
    /** How far a long-lived link has read; moves only with the items it stored. */
    cursor: text(),
    /** When its message templates were last asked for; null: never, or they are wanted again. */
    templatesAt: moment(),
    /** Why that did not work, in words. */
    templatesWords: text(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('inboxes_account_unique').on(t.tenantId, t.channel, t.account),
    unique('inboxes_hook_unique').on(t.tenantId, t.hookKey),
    index('inboxes_hook').on(t.hookKey),
  ],
)

/** Which inboxes an agent sees who does not see all. */
export const inboxAccess = pgTable(
  'inbox_access',
  { tenantId: tenantId(), memberId: uuid().notNull(), inboxId: uuid().notNull() },
  t => [
    primaryKey({ columns: [t.tenantId, t.memberId, t.inboxId] }),
    foreignKey({
      columns: [t.tenantId, t.inboxId],
      foreignColumns: [inboxes.tenantId, inboxes.id],
      name: 'inbox_access_inbox_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.memberId],
      foreignColumns: [members.tenantId, members.id],
      name: 'inbox_access_member_fk',
    }),
  ],
)

/** Every element a provider sent, stored before the provider got its answer. Kept: it can be replayed. */
export const inboxEvents = pgTable(
  'inbox_events',
  {
    tenantId: tenantId(),
    id: id(),
    inboxId: uuid().notNull(),
    key: text().notNull(),
    raw: bytes().notNull(),
    receivedAt: createdAt(),
    /** new, handled, unknown (kept, nothing to show), parked (failed too often; someone must look) */
    state: text().notNull().default('new'),
    handledAt: moment(),
    tries: integer().notNull().default(0),
    nextTryAt: moment(),
    error: text(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('inbox_events_key_unique').on(t.tenantId, t.inboxId, t.key),
    index('inbox_events_waiting').on(t.tenantId, t.receivedAt).where(sql`${t.state} = 'new'`),
    foreignKey({
      columns: [t.tenantId, t.inboxId],
      foreignColumns: [inboxes.tenantId, inboxes.id],
      name: 'inbox_events_inbox_fk',
    }),
  ],
)
