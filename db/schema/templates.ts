/** Messages a provider approved beforehand, as its list last had them. */
import { foreignKey, index, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { id, moment, tenantId } from './columns.ts'
import { inboxes } from './inboxes.ts'

/** One template in one language. It stays when it is gone at the provider: messages were sent with it. */
export const messageTemplates = pgTable(
  'message_templates',
  {
    tenantId: tenantId(),
    id: id(),
    inboxId: uuid().notNull(),
    /** The provider's id. Inboxes of one account share their templates. */
    externalId: text().notNull(),
    name: text().notNull(),
    language: text().notNull(),
    category: text().notNull(),
    /** approved, pending, paused, rejected, disabled, removed */
    status: text().notNull(),
    /** Why it is not approved, in words. */
    reason: text(),
    /** Its words, buttons and what is to be filled in (channels/template.ts). */
    components: jsonb().$type<Record<string, unknown>>().notNull(),
    /** As of when this is true: the list was asked for then, or the provider told us. */
    syncedAt: moment().notNull(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('message_templates_name_unique').on(t.tenantId, t.inboxId, t.name, t.language),
    index('message_templates_external').on(t.tenantId, t.externalId),
    foreignKey({
      columns: [t.tenantId, t.inboxId],
      foreignColumns: [inboxes.tenantId, inboxes.id],
      name: 'message_templates_inbox_fk',
    }),
  ],
)
