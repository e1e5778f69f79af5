/** A customer's sessions, invoices, payments and tickets, each newest first. */
import type { z } from 'zod'
import { invoicesOf } from '../../backoffice/billing/index.ts'
import { paymentsOf } from '../../backoffice/payments/index.ts'
import { type SessionOf, sessionsOfCustomer } from '../../backoffice/radius/index.ts'
import { type TicketOf, ticketsOf } from '../../backoffice/tickets/index.ts'
import type { Tx } from '../../db/client.ts'
import { dayIn } from '../../platform/calendar.ts'
import { may, type Who } from '../../platform/identity/who.ts'
import type { App } from '../app.ts'
import { moneyOf } from '../context/money-of.ts'
import type { CustomerSession, CustomerTicket, Invoices, Payments } from './history.api.ts'
import { type Paging, pageOf } from './pages.ts'
import { seenCustomer } from './seen-customer.ts'

export async function sessionsPage(tx: Tx, who: Who, id: string, paging: Paging) {
  await seenCustomer(tx, who, id)
  return pageOf(
    'customer sessions',
    paging,
    (before, limit) => sessionsOfCustomer(tx, id, before, limit),
    toSession,
  )
}

const toSession = (session: SessionOf): z.infer<typeof CustomerSession> => ({
  id: session.id,
  login: session.login,
  startedAt: session.startedAt.toISOString(),
  updatedAt: session.updatedAt.toISOString(),
  stoppedAt: session.stoppedAt?.toISOString() ?? null,
  durationS: session.sessionTimeS,
  uploadBytes: session.inputOctets,
  downloadBytes: session.outputOctets,
  stopCause: session.stopCause,
  nas: session.nasName,
  nasPort: session.nasPort,
  ip: session.framedIp,
  ipv6Prefix: session.framedIpv6Prefix,
  mac: session.callingStationId,
})

/** What the masks hide everywhere is an empty list here, too. */
const nothing = { items: [], next: null }

export async function invoicesPage(
  app: App,
  tx: Tx,
  who: Who,
  { id, ...paging }: Paging & { id: string },
): Promise<z.infer<typeof Invoices>> {
  await seenCustomer(tx, who, id)
  if (!may(who, 'fields.balance')) return nothing
  const { rows } = await tx.query<{ time_zone: string }>('SELECT time_zone FROM tenants')
  const today = dayIn(rows[0]?.time_zone ?? 'UTC', app.clock.now())
  return pageOf(
    'customer invoices',
    paging,
    (before, limit) => invoicesOf(tx, id, before, limit),
    invoice => ({
      id: invoice.id,
      number: invoice.number,
      issuedOn: invoice.issuedOn,
      dueOn: invoice.dueOn,
      total: moneyOf(invoice.totalMinor, invoice.currency),
      open: moneyOf(invoice.openMinor, invoice.currency),
      overdue: invoice.openMinor > 0n && invoice.dueOn < today,
    }),
  )
}

export async function paymentsPage(
  tx: Tx,
  who: Who,
  id: string,
  paging: Paging,
): Promise<z.infer<typeof Payments>> {
  await seenCustomer(tx, who, id)
  if (!may(who, 'fields.balance')) return nothing
  return pageOf(
    'customer payments',
    paging,
    (before, limit) => paymentsOf(tx, id, before, limit),
    payment => ({
      id: payment.id,
      receivedOn: payment.receivedOn,
      amount: moneyOf(payment.amountMinor, payment.currency),
      method: payment.method,
      reference: payment.reference,
      invoices: payment.invoices,
    }),
  )
}

export async function ticketsPage(tx: Tx, who: Who, id: string, paging: Paging) {
  await seenCustomer(tx, who, id)
  return pageOf(
    'customer tickets',
    paging,
    (before, limit) => ticketsOf(tx, id, before, limit),
    toCustomerTicket,
  )
}

const toCustomerTicket = (ticket: TicketOf): z.infer<typeof CustomerTicket> => ({
  id: ticket.id,
  number: ticket.number,
  subject: ticket.subject,
  description: ticket.description,
  status: ticket.status,
  priority: ticket.priority,
  createdAt: ticket.createdAt.toISOString(),
  updatedAt: ticket.updatedAt.toISOString(),
  assignee: ticket.assignee,
  author: ticket.author,
})
