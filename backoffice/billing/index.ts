/** Invoices: issued once, never changed, posted to the books in the same transaction. */
export type { InvoiceLine } from './invoice-lines.ts'
export { type Invoice, issueInvoice, type NewInvoice } from './issue-invoice.ts'
export { type OpenInvoice, openInvoices } from './open-invoices.ts'
