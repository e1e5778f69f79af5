/** Invoices: issued once, never changed, posted to the books in the same transaction. */
export type { NewInvoice } from './check-invoice.ts'
export type { InvoiceLine } from './invoice-lines.ts'
export { type InvoiceOf, invoicesOf } from './invoices-of.ts'
export { type Invoice, issueInvoice } from './issue-invoice.ts'
export { type OpenInvoice, openInvoices } from './open-invoices.ts'
