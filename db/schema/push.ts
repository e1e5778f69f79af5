/** Web push on its way: what happened and is still to be decided on, and what each browser is still to be told. */
import { foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, moment, tenantId } from './columns.ts'
import { events } from './platform.ts'
import { pushSubscriptions } from './workspace.ts'

/** An event nobody has looked at yet: who wants to be told of it? Written by the database with the event itself. */
export const pushEvents = pgTable(
  'push_events',
  {
    tenantId: tenantId(),
    eventId: uuid().notNull(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.eventId] }),
    foreignKey({
      columns: [t.tenantId, t.eventId],
      foreignColumns: [events.tenantId, events.id],
      name: 'push_events_event_fk',
    }),
  ],
)

/** What one browser is to be told of one conversation. A newer event takes the place of the older; told, it is gone. */
export const pushNotices = pgTable(
  'push_notices',
  {
    tenantId: tenantId(),
    id: id(),
    subscriptionId: uuid().notNull(),
    conversationId: uuid().notNull(),
    eventId: uuid().notNull(),
    /** message, unassigned, mention, … (hub/notifications) */
    kind: text().notNull(),
    tries: integer().notNull().default(0),
    nextTryAt: moment().notNull(),
    /** A worker that has not settled by then is gone. */
    leaseUntil: moment(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex('push_notices_conversation_unique').on(t.tenantId, t.subscriptionId, t.conversationId),
    index('push_notices_due').on(t.tenantId, t.nextTryAt),
    foreignKey({
      columns: [t.tenantId, t.subscriptionId],
      foreignColumns: [pushSubscriptions.tenantId, pushSubscriptions.id],
      name: 'push_notices_subscription_fk',
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.tenantId, t.eventId],
      foreignColumns: [events.tenantId, events.id],
      name: 'push_notices_event_fk',
    }),
  ],
)
