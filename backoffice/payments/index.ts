/** Money received, and which invoices it settles. */
export { applyCredit } from './apply-credit.ts'
export { type LastPayment, lastPayment } from './last-payment.ts'
export { type PaymentOf, paymentsOf } from './payments-of.ts'
export { type NewPayment, type Payment, recordPayment } from './record-payment.ts'
