/** Tenants, the people who work for them, and the event log that is timeline and audit trail in one. */
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, moment, tenantId } from './columns.ts'

/** An ISP on this installation. */
export const tenants = pgTable(
  'tenants',
  {
    tenantId: uuid().notNull(),
    name: text().notNull(),
    slug: text().notNull(),
    timeZone: text().notNull().default('UTC'),
    currency: text().notNull().default('USD'),
    locale: text().notNull().default('en'),
    /** Set while the tenant is suspended: its members, keys and hooks are refused with these words. */
    suspendedAt: moment(),
    suspendedReason: text(),
    /** How many of what it may have; what is absent is not limited (platform/tenants). */
    limits: jsonb().$type<Record<string, number>>().notNull().default({}),
    /** How its people may sign in (platform/identity/sign-in-policy). */
    signInPolicy: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
  },
  t => [primaryKey({ columns: [t.tenantId] }), unique('tenants_slug_unique').on(t.slug)],
)

/** A person's place in a tenant: what better-auth's user may do here. */
export const members = pgTable(
  'members',
  {
    tenantId: tenantId(),
    id: id(),
    userId: text().notNull(),
    name: text().notNull(),
    email: text().notNull(),
    /** E.164; where one-time codes by SMS and WhatsApp go. */
    phone: text(),
    /** A name of platform/identity/roles, or "custom" with `custom_role_id`. */
    role: text().notNull(),
    customRoleId: uuid(),
    /** Sees every inbox; others those in `inbox_access` and those of their teams. */
    allInboxes: boolean().notNull().default(false),
    /** Whose customer a member of the role customer is. */
    customerId: uuid(),
    disabledAt: moment(),
    /** How this person likes the screen: keys, density, look, what is over with (hub/people/preferences). */
    preferences: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('members_user_unique').on(t.tenantId, t.userId),
    index('members_user_idx').on(t.userId),
  ],
)

/** Gap-free numbers (tickets, invoices): one locked row per tenant and name. */
export const counters = pgTable(
  'counters',
  { tenantId: tenantId(), name: text().notNull(), value: bigint({ mode: 'number' }).notNull() },
  t => [primaryKey({ columns: [t.tenantId, t.name] })],
)

/** What happened, written in the same transaction as the change. `seq` counts within its conversation, without gaps. */
export const events = pgTable(
  'events',
  {
    tenantId: tenantId(),
    id: id(),
    conversationId: uuid(),
    customerId: uuid(),
    seq: bigint({ mode: 'number' }),
    type: text().notNull(),
    actorId: uuid(),
    data: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    at: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex('events_conversation_seq').on(t.tenantId, t.conversationId, t.seq),
    index('events_customer').on(t.tenantId, t.customerId, t.id).where(sql`${t.customerId} IS NOT NULL`),
    foreignKey({ columns: [t.tenantId], foreignColumns: [tenants.tenantId], name: 'events_tenant_fk' }),
  ],
)
