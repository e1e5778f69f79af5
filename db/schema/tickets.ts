/** Trouble tickets (TMF621 states). */
import { bigint, foreignKey, index, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
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
    resolvedAt: moment(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('tickets_number_unique').on(t.tenantId, t.number),
    index('tickets_customer').on(t.tenantId, t.customerId),
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
