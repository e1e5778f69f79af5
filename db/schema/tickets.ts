/** Trouble tickets (TMF621 states). */
import {
  bigint,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, moment, tenantId } from './columns.ts'
import { conversations } from './conversations.ts'
import { customers } from './customers.ts'
import { members } from './platform.ts'

export const tickets = pgTable(
  'tickets',
  {
    tenantId: tenantId(),
    id: id(),
    number: bigint({ mode: 'number' }).notNull(),
    customerId: uuid(),
    conversationId: uuid(),
    subject: text().notNull(),
    description: text().notNull().default(''),
    /** acknowledged, inProgress, pending, held, resolved, closed, cancelled, rejected */
    status: text().notNull().default('acknowledged'),
    priority: text().notNull().default('normal'),
    assigneeId: uuid(),
    createdById: uuid(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
    resolvedAt: moment(),
    /** Of `ticket_events`: each takes the next. */
    lastSeq: bigint({ mode: 'number' }).notNull().default(0),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('tickets_number_unique').on(t.tenantId, t.number),
    index('tickets_customer').on(t.tenantId, t.customerId),
    index('tickets_status').on(t.tenantId, t.status, t.createdAt),
    index('tickets_conversation').on(t.tenantId, t.conversationId),
    foreignKey({
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
      name: 'tickets_customer_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.conversationId],
      foreignColumns: [conversations.tenantId, conversations.id],
      name: 'tickets_conversation_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.assigneeId],
      foreignColumns: [members.tenantId, members.id],
      name: 'tickets_assignee_fk',
    }),
  ],
)

/** What happened to a ticket, in order: changes and comments. */
export const ticketEvents = pgTable(
  'ticket_events',
  {
    tenantId: tenantId(),
    ticketId: uuid().notNull(),
    seq: bigint({ mode: 'number' }).notNull(),
    /** ticket.created, ticket.changed, ticket.commented */
    type: text().notNull(),
    memberId: uuid(),
    /** The words of a comment, or what was changed from what to what. */
    data: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    at: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.ticketId, t.seq] }),
    foreignKey({
      columns: [t.tenantId, t.ticketId],
      foreignColumns: [tickets.tenantId, tickets.id],
      name: 'ticket_events_ticket_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.memberId],
      foreignColumns: [members.tenantId, members.id],
      name: 'ticket_events_member_fk',
    }),
  ],
)
