/** How many open conversations there are, kept by increments. */
import { bigint, boolean, integer, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { tenantId } from './columns.ts'

/**
 * Each row says "so many more, or fewer, of these"; a number is the sum of its rows. Triggers on conversations add rows
 * (0006) and never change one, so that two transactions never wait for each other; the worker folds them together.
 */
export const conversationCounts = pgTable(
  'conversation_counts',
  {
    tenantId: tenantId(),
    id: bigint({ mode: 'number' }).notNull().generatedByDefaultAsIdentity(),
    /** In ascending order. */
    inboxIds: uuid().array().notNull(),
    assigneeId: uuid(),
    asleep: boolean().notNull(),
    n: integer().notNull(),
  },
  t => [primaryKey({ columns: [t.tenantId, t.id] })],
)
