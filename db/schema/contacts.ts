import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, moment, tenantId } from './columns.ts'
import { customers } from './customers.ts'

/** A person who writes. */
export const contacts = pgTable(
  'contacts',
  {
    tenantId: tenantId(),
    id: id(),
    name: text().notNull(),
    /** Set while this contact counts as another one; everything of theirs was moved there (contact_merges). */
    mergedIntoId: uuid(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({
      columns: [t.tenantId, t.mergedIntoId],
      foreignColumns: [t.tenantId, t.id],
      name: 'contacts_merged_into_fk',
    }),
  ],
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
    /** What says that it is theirs: "wrote from it", "moved by Thandi". */
    evidence: text().notNull().default('wrote from it'),
    /** Numbers are given to others one day: from then on it is not this person's. */
    validUntil: moment(),
    /** Since when nothing may be written to it any more; null while writing is welcome. */
    optedOutAt: moment(),
    /** Their own word ("STOP"), or who says so ("said by Thandi"). */
    optedOutWords: text(),
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

/** Two contacts made one, or an address moved: recorded with everything that moved, so that it can be taken back. */
export const contactMerges = pgTable(
  'contact_merges',
  {
    tenantId: tenantId(),
    id: id(),
    /** merge, move */
    kind: text().notNull(),
    fromContactId: uuid().notNull(),
    intoContactId: uuid().notNull(),
    /** Ids of what moved, by table. */
    moved: jsonb().$type<Record<string, unknown>>().notNull(),
    memberId: uuid(),
    createdAt: createdAt(),
    undoneAt: moment(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('contact_merges_into').on(t.tenantId, t.intoContactId),
    index('contact_merges_from').on(t.tenantId, t.fromContactId),
    foreignKey({
      columns: [t.tenantId, t.fromContactId],
      foreignColumns: [contacts.tenantId, contacts.id],
      name: 'contact_merges_from_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.intoContactId],
      foreignColumns: [contacts.tenantId, contacts.id],
      name: 'contact_merges_into_fk',
    }),
  ],
)

/** A contact who proved to be a customer: by a code sent to an address on record, for a while. */
export const verifications = pgTable(
  'verifications',
  {
    tenantId: tenantId(),
    id: id(),
    contactId: uuid().notNull(),
    customerId: uuid().notNull(),
    conversationId: uuid(),
    /** code, portal */
    method: text().notNull(),
    /** Where the code went, shortened as shown: "••••••001". */
    sentTo: text(),
    codeHash: text(),
    tries: integer().notNull().default(0),
    codeExpiresAt: moment(),
    memberId: uuid(),
    createdAt: createdAt(),
    verifiedAt: moment(),
    /** Until when it counts. */
    expiresAt: moment(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('verifications_contact').on(t.tenantId, t.contactId, t.createdAt),
    foreignKey({
      columns: [t.tenantId, t.contactId],
      foreignColumns: [contacts.tenantId, contacts.id],
      name: 'verifications_contact_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
      name: 'verifications_customer_fk',
    }),
  ],
)
