import { foreignKey, index, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, tenantId } from './columns.ts'
import { customers } from './customers.ts'

/** A person who writes. */
export const contacts = pgTable(
  'contacts',
  { tenantId: tenantId(), id: id(), name: text().notNull(), createdAt: createdAt() },
  t => [primaryKey({ columns: [t.tenantId, t.id] })],
)

/** An address of a person on a channel. */
export const identities = pgTable(
  'identities',
  {
    tenantId: tenantId(),
    id: id(),
    contactId: uuid().notNull(),
    kind: text().notNull(),
    value: text().notNull(),
    name: text(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('identities_value_unique').on(t.tenantId, t.kind, t.value),
    index('identities_contact').on(t.tenantId, t.contactId),
    foreignKey({
      columns: [t.tenantId, t.contactId],
      foreignColumns: [contacts.tenantId, contacts.id],
      name: 'identities_contact_fk',
    }),
  ],
)

/** Which customers a contact speaks for, and what says so. */
export const contactCustomers = pgTable(
  'contact_customers',
  {
    tenantId: tenantId(),
    contactId: uuid().notNull(),
    customerId: uuid().notNull(),
    /** "phone on record", "email on record", "linked by Thandi" */
    evidence: text().notNull(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.contactId, t.customerId] }),
    index('contact_customers_customer').on(t.tenantId, t.customerId),
    foreignKey({
      columns: [t.tenantId, t.contactId],
      foreignColumns: [contacts.tenantId, contacts.id],
      name: 'contact_customers_contact_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
      name: 'contact_customers_customer_fk',
    }),
  ],
)
