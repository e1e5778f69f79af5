/** What happened with a customer, and their sessions, money and tickets, newest first. */
import { z } from 'zod'
import { Money, Ticket } from '../context/context.api.ts'
import { cursor } from './customers.api.ts'

const moment = z.iso.datetime({ offset: true })
const next = z.string().nullable()

export const timelineKinds = ['messages', 'notes', 'billing', 'network', 'tickets', 'changes'] as const
export type TimelineKind = (typeof timelineKinds)[number]

const limit = z.coerce.number().int().min(1).max(100).default(50)
export const pageQuery = z.object({ cursor, limit })
export const timelineQuery = z.object({ kind: z.enum(timelineKinds).optional(), cursor, limit })

export const CustomerTimelineEntry = z
  .object({
    id: z.string(),
    kind: z.enum(timelineKinds),
    type: z.string().describe('"message.in", "invoice.issued", "session.stopped", "service.suspended", …'),
    at: moment,
    author: z.string().nullable(),
    text: z.string().nullable(),
    amount: Money.nullable(),
    channel: z.string().nullable(),
    login: z.string().nullable(),
    conversationId: z.uuid().nullable(),
    ticket: z.object({ id: z.uuid(), number: z.int() }).nullable(),
    data: z.record(z.string(), z.unknown()).describe('What was changed, as it was written down'),
  })
  .meta({ id: 'CustomerTimelineEntry' })

export const CustomerTimeline = z.object({ items: z.array(CustomerTimelineEntry), next })

export const CustomerSession = z
  .object({
    id: z.uuid(),
    login: z.string(),
    startedAt: moment,
    updatedAt: moment.describe('When the router last reported on it'),
    stoppedAt: moment.nullable(),
    durationS: z.int(),
    uploadBytes: z.int(),
    downloadBytes: z.int(),
    stopCause: z.string().nullable(),
    nas: z.string().nullable(),
    nasPort: z.string().nullable(),
    ip: z.string().nullable(),
    ipv6Prefix: z.string().nullable(),
    mac: z.string().nullable(),
  })
  .meta({ id: 'CustomerSession' })

export const CustomerInvoice = z
  .object({
    id: z.uuid(),
    number: z.string(),
    issuedOn: z.iso.date(),
    dueOn: z.iso.date(),
    total: Money,
    open: Money,
    overdue: z.boolean(),
  })
  .meta({ id: 'CustomerInvoice' })

export const CustomerPayment = z
  .object({
    id: z.uuid(),
    receivedOn: z.iso.date(),
    amount: Money,
    method: z.string(),
    reference: z.string(),
    invoices: z.array(z.string()).describe('Numbers of the invoices it settles'),
  })
  .meta({ id: 'CustomerPayment' })

export const CustomerTicket = Ticket.extend({
  updatedAt: moment,
  assignee: z.string().nullable(),
  author: z.string().nullable(),
}).meta({ id: 'CustomerTicket' })

export const Sessions = z.object({ items: z.array(CustomerSession), next })
export const Invoices = z.object({ items: z.array(CustomerInvoice), next })
export const Payments = z.object({ items: z.array(CustomerPayment), next })
export const Tickets = z.object({ items: z.array(CustomerTicket), next })
