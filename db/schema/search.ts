/** What search walks: one row for each word of each message, in an order an index can answer by equality and range. */
import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { moment, tenantId } from './columns.ts'

/** Kept by triggers on messages (0005_search.sql), never written otherwise. `at` is the message's `createdAt`. */
export const messageWords = pgTable(
  'message_words',
  {
    tenantId: tenantId(),
    /** Folded as `search_text` folds it: no case, no accents. Collated "C", so that a beginning is a range. */
    word: text().notNull(),
    at: moment().notNull(),
    messageId: uuid().notNull(),
  },
  t => [primaryKey({ columns: [t.tenantId, t.word, t.at, t.messageId] })],
)
