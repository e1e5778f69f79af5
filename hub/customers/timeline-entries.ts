/** What the modules know of a customer -> entries of one timeline. Pure. */
import type { z } from 'zod'
import type { InvoiceOf } from '../../backoffice/billing/index.ts'
import type { CustomerChange } from '../../backoffice/customers/index.ts'
import type { CustomerNote } from '../../backoffice/notes/index.ts'
import type { PaymentOf } from '../../backoffice/payments/index.ts'
import type { LineHappening } from '../../backoffice/radius/index.ts'
import type { TicketHappening, TicketOf } from '../../backoffice/tickets/index.ts'
import { moneyOf } from '../context/money-of.ts'
import type { AuditedChange } from './audited-changes.ts'
import type { MessageOf } from './conversations-of.ts'
import type { CustomerTimelineEntry } from './history.api.ts'

/** Its `at` is exact, as the pages need it. */
export type Entry = z.infer<typeof CustomerTimelineEntry>

const nothing = {
  author: null,
  text: null,
  amount: null,
  channel: null,
  login: null,
  conversationId: null,
  ticket: null,
  data: {},
}

export const ofMessage = (row: MessageOf): Entry => ({
  ...nothing,
  ...{ id: row.id, at: row.at, kind: 'messages', type: `message.${row.direction}` },
  ...{ author: row.author, text: row.text, channel: row.channel, conversationId: row.conversationId },
})

export const ofNote = (row: CustomerNote): Entry => ({
  ...nothing,
  ...{ id: row.id, at: row.at, kind: 'notes', type: 'note.written', author: row.author, text: row.text },
})

export const ofInvoice = (row: InvoiceOf): Entry => ({
  ...nothing,
  ...{ id: row.id, at: row.at, kind: 'billing', type: 'invoice.issued' },
  ...{ text: row.number, amount: moneyOf(row.totalMinor, row.currency), data: { dueOn: row.dueOn } },
})

export const ofPayment = (row: PaymentOf): Entry => ({
  ...nothing,
  ...{ id: row.id, at: row.at, kind: 'billing', type: 'payment.received' },
  ...{
    amount: moneyOf(row.amountMinor, row.currency),
    data: { method: row.method, reference: row.reference },
  },
})

export const ofLine = (row: LineHappening): Entry => ({
  ...nothing,
  ...{ id: row.id, at: row.at, kind: 'network', type: row.type, text: row.words, login: row.login },
  data: { ip: row.ip, nas: row.nasName },
})

export const ofTicket = (row: TicketOf): Entry => ({
  ...nothing,
  ...{ id: row.id, at: row.at, kind: 'tickets', type: 'ticket.created', author: row.author },
  ...{ text: row.subject, ticket: { id: row.id, number: row.number }, conversationId: row.conversationId },
})

export const ofTicketHappening = ({ data, ...row }: TicketHappening): Entry => ({
  ...nothing,
  ...{ id: row.id, at: row.at, kind: 'tickets', type: row.type, author: row.author },
  text: typeof data.text === 'string' ? data.text : row.subject,
  ...{ ticket: { id: row.ticketId, number: row.number }, data },
})

export const ofChange = (row: CustomerChange): Entry => ({
  ...nothing,
  ...{ id: row.id, at: row.at, kind: 'changes', type: row.type, author: row.author, data: row.data },
})

export const ofAudited = (row: AuditedChange): Entry => ({
  ...nothing,
  ...{ id: row.id, at: row.at, kind: 'changes', type: row.action, author: row.author, text: row.reason },
  data: row.after ?? {},
})
