/** Double-entry ledger, invoices and payments. Amounts are integer minor units with their currency. */
import { bigint, date, foreignKey, index, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, tenantId } from './columns.ts'
import { customers } from './customers.ts'

const minor = () => bigint({ mode: 'bigint' })

/** A ledger account: one receivable per customer, and the tenant's revenue, tax and bank. */
export const accounts = pgTable(
  'accounts',
  {
    tenantId: tenantId(),
    id: id(),
    /** receivable, revenue, tax, bank */
    kind: text().notNull(),
    customerId: uuid(),
    currency: text().notNull(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('accounts_unique').on(t.tenantId, t.kind, t.customerId, t.currency).nullsNotDistinct(),
  ],
)

/** One posting; its lines sum to zero (deferred constraint trigger). Never changed: corrections are new entries. */
export const journalEntries = pgTable(
  'journal_entries',
  {
    tenantId: tenantId(),
    id: id(),
    /** invoice, payment */
    kind: text().notNull(),
    sourceId: uuid().notNull(),
    effectiveOn: date({ mode: 'string' }).notNull(),
    memo: text().notNull(),
    postedAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('journal_entries_source_unique').on(t.tenantId, t.kind, t.sourceId),
  ],
)

export const journalLines = pgTable(
  'journal_lines',
  {
    tenantId: tenantId(),
    id: id(),
    entryId: uuid().notNull(),
    accountId: uuid().notNull(),
    /** Debit positive, credit negative. */
    amountMinor: minor().notNull(),
    currency: text().notNull(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('journal_lines_account').on(t.tenantId, t.accountId),
    index('journal_lines_entry').on(t.tenantId, t.entryId),
    foreignKey({
      columns: [t.tenantId, t.entryId],
      foreignColumns: [journalEntries.tenantId, journalEntries.id],
      name: 'journal_lines_entry_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.accountId],
      foreignColumns: [accounts.tenantId, accounts.id],
      name: 'journal_lines_account_fk',
    }),
  ],
)

/** An issued invoice (TMF678). */
export const invoices = pgTable(
  'invoices',
  {
    tenantId: tenantId(),
    id: id(),
    number: text().notNull(),
    customerId: uuid().notNull(),
    issuedOn: date({ mode: 'string' }).notNull(),
    dueOn: date({ mode: 'string' }).notNull(),
    totalMinor: minor().notNull(),
    taxMinor: minor().notNull(),
    currency: text().notNull(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('invoices_number_unique').on(t.tenantId, t.number),
    index('invoices_customer').on(t.tenantId, t.customerId),
    foreignKey({
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
      name: 'invoices_customer_fk',
    }),
  ],
)

export const invoiceLines = pgTable(
  'invoice_lines',
  {
    tenantId: tenantId(),
    id: id(),
    invoiceId: uuid().notNull(),
    description: text().notNull(),
    netMinor: minor().notNull(),
    taxMinor: minor().notNull(),
    /** Tax rate at issue, in hundredths of a percent (15 % = 1500). */
    taxRateBp: bigint({ mode: 'number' }).notNull(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('invoice_lines_invoice').on(t.tenantId, t.invoiceId),
    foreignKey({
      columns: [t.tenantId, t.invoiceId],
      foreignColumns: [invoices.tenantId, invoices.id],
      name: 'invoice_lines_invoice_fk',
    }),
  ],
)

export const payments = pgTable(
  'payments',
  {
    tenantId: tenantId(),
    id: id(),
    customerId: uuid().notNull(),
    receivedOn: date({ mode: 'string' }).notNull(),
    amountMinor: minor().notNull(),
    currency: text().notNull(),
    method: text().notNull(),
    reference: text().notNull(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('payments_reference_unique').on(t.tenantId, t.method, t.reference),
    index('payments_customer').on(t.tenantId, t.customerId),
    foreignKey({
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
      name: 'payments_customer_fk',
    }),
  ],
)

/** How much of a payment settles which invoice. */
export const allocations = pgTable(
  'allocations',
  {
    tenantId: tenantId(),
    paymentId: uuid().notNull(),
    invoiceId: uuid().notNull(),
    amountMinor: minor().notNull(),
  },
  t => [
    primaryKey({ columns: [t.tenantId, t.paymentId, t.invoiceId] }),
    index('allocations_invoice').on(t.tenantId, t.invoiceId),
    foreignKey({
      columns: [t.tenantId, t.paymentId],
      foreignColumns: [payments.tenantId, payments.id],
      name: 'allocations_payment_fk',
    }),
    foreignKey({
      columns: [t.tenantId, t.invoiceId],
      foreignColumns: [invoices.tenantId, invoices.id],
      name: 'allocations_invoice_fk',
    }),
  ],
)
