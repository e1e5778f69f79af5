/** Outgoing webhooks: who wants to be told what, and how the telling fared. */
import { sql } from 'drizzle-orm'
import { foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, moment, tenantId } from './columns.ts'
import { events } from './platform.ts'

export const webhooks = pgTable(
  'webhooks',
  {
    tenantId: tenantId(),
    id: id(),
    name: text().notNull(),
    url: text().notNull(),
    /** Sealed signing secret. */
    secret: text().notNull(),
    /** Event types; {*} is every one. */
    events: text().array().notNull(),
    createdById: uuid(),
    createdAt: createdAt(),
    disabledAt: moment(),
    /** In words: switched off by a person, or after failing for days. */
    disabledReason: text(),
    /** Since when every delivery failed. */
    failingSince: moment(),
  },
  t => [primaryKey({ columns: [t.tenantId, t.id] })],
)

/** One event for one webhook, made in the transaction of the event itself. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    tenantId: tenantId(),
    id: id(),
    webhookId: uuid().notNull(),
    eventId: uuid().notNull(),
    eventType: text().notNull(),
    /** waiting, sending, delivered, dead */
    state: text().notNull().default('waiting'),
    tries: integer().notNull().default(0),
    nextTryAt: moment().notNull().default(sql`now()`),
    /** A worker that has not settled by then is gone. */
    leaseUntil: moment(),
    createdAt: createdAt(),
    deliveredAt: moment(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex('webhook_deliveries_event_unique').on(t.tenantId, t.webhookId, t.eventId),
    index('webhook_deliveries_waiting')
      .on(t.tenantId, t.webhookId, t.nextTryAt)
      .where(sql`${t.state} IN ('waiting', 'sending')`),
    index('webhook_deliveries_dead').on(t.tenantId, t.webhookId, t.createdAt).where(sql`${t.state} = 'dead'`),
    index('webhook_deliveries_recent').on(t.tenantId, t.webhookId, t.createdAt),
    foreignKey({
      columns: [t.tenantId, t.webhookId],
      foreignColumns: [webhooks.tenantId, webhooks.id],
      name: 'webhook_deliveries_webhook_fk',
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.tenantId, t.eventId],
      foreignColumns: [events.tenantId, events.id],
      name: 'webhook_deliveries_event_fk',
    }),
  ],
)

/** One try, with what came back. */
export const webhookAttempts = pgTable(
  'webhook_attempts',
  {
    tenantId: tenantId(),
    id: id(),
    deliveryId: uuid().notNull(),
    at: createdAt(),
    status: integer(),
    /** In words: "answered 500", "no answer within 15 s", "the address is private". */
    words: text().notNull(),
    durationMs: integer().notNull(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('webhook_attempts_delivery').on(t.tenantId, t.deliveryId, t.at),
    foreignKey({
      columns: [t.tenantId, t.deliveryId],
      foreignColumns: [webhookDeliveries.tenantId, webhookDeliveries.id],
      name: 'webhook_attempts_delivery_fk',
    }).onDelete('cascade'),
  ],
)
