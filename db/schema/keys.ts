import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { createdAt, moment, tenantId } from './columns.ts'

/** A tenant's data keys, wrapped by the installation's key. Old versions stay until nothing is sealed with them. */
export const tenantKeys = pgTable(
  'tenant_keys',
  {
    tenantId: tenantId(),
    version: integer().notNull(),
    /** Which key wrapped it, e.g. "local:3f9c2a1b" or "vault:trunkline". */
    wrappedBy: text().notNull(),
    wrapped: text().notNull(),
    createdAt: createdAt(),
    retiredAt: moment(),
  },
  t => [primaryKey({ columns: [t.tenantId, t.version] })],
)
