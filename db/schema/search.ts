/** What search walks: one row for each word of each message, in an order an index can answer by equality and range. */
import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
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

/** The same of contacts' names, kept by triggers on contacts (0008_contact_words.sql). */
export const contactWords = pgTable(
  'contact_words',
  {
    tenantId: tenantId(),
    /** Folded and collated as those of messages. */
    word: text().notNull(),
    contactId: uuid().notNull(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.word, t.contactId] }),
    index('contact_words_contact').on(t.tenantId, t.contactId, t.word),
  ],
)
