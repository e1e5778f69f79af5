/** What stands beside the thread: who writes, whom they speak for, and that customer's services, money and work. */
import type { z } from 'zod'
import { openInvoices } from '../../backoffice/billing/index.ts'
import { balanceOf } from '../../backoffice/ledger/index.ts'
import { lastPayment } from '../../backoffice/payments/index.ts'
import { findLine } from '../../backoffice/radius/index.ts'
import { servicesOf } from '../../backoffice/services/index.ts'
import { openTickets } from '../../backoffice/tickets/index.ts'
import type { Tx } from '../../db/client.ts'
import { dayIn } from '../../platform/calendar.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { App } from '../app.ts'
import { type CustomerRow, customersOf } from '../contacts/customers-of.ts'
import { identitiesOf, mergesInto } from '../contacts/find-contact.ts'
import { findConversation } from '../conversations/find-conversations.ts'
import { verificationsBeside } from '../verify/verified.ts'
import type { CustomerCard, Panel } from './context.api.ts'
import { toLine } from './line.ts'
import { moneyOf } from './money-of.ts'
import { toTicket } from './ticket.ts'

type Card = z.infer<typeof CustomerCard>

export async function readPanel(
  app: App,
  tx: Tx,
  who: Who,
  conversationId: string,
): Promise<z.infer<typeof Panel>> {
  const { contact } = await findConversation(tx, who, conversationId)
  const identities = (await identitiesOf(tx, [contact.id])).get(contact.id) ?? []
  const customers = await customersOf(tx, contact.id)
  const now = app.clock.now()
  return {
    contact: { ...contact, identities, merges: await mergesInto(tx, contact.id) },
    customers: await cardsOf(app, tx, customers),
    verifications: await verificationsBeside(tx, {
      conversationId,
      contactId: contact.id,
      customers,
      now,
    }),
  }
}

/** Everything about these customers that one glance should show. */
export async function cardsOf(app: App, tx: Tx, customers: CustomerRow[]): Promise<Card[]> {
  const ids = customers.map(customer => customer.id)
  if (ids.length === 0) return []
  const { rows } = await tx.query<{ time_zone: string }>('SELECT time_zone FROM tenants')
  const today = dayIn(rows[0]?.time_zone ?? 'UTC', app.clock.now())
  const services = await servicesOf(tx, ids)
  const balances = await balanceOf(tx, ids)
  const invoices = await openInvoices(tx, ids, today)
  const paid = await lastPayment(tx, ids)
  const tickets = await openTickets(tx, ids)
  const cards: Card[] = []
  for (const customer of customers) {
    const lines = await findLine(tx, customer.id, app.clock.now())
    const balance = balances.get(customer.id)
    const payment = paid.get(customer.id)
    cards.push({
      ...customer,
      services: (services.get(customer.id) ?? []).map(service => ({
        id: service.id,
        plan: service.plan,
        downKbps: service.downKbps,
        upKbps: service.upKbps,
        price: moneyOf(service.priceMinor, service.currency),
        status: service.status,
        suspendedReason: service.suspendedReason,
        address: service.address,
        lines: lines.filter(line => service.logins.some(login => login.id === line.loginId)).map(toLine),
      })),
      balance: moneyOf(balance?.minor ?? 0n, balance?.currency ?? ''),
      openInvoices: (invoices.get(customer.id) ?? []).map(invoice => ({
        id: invoice.id,
        number: invoice.number,
        dueOn: invoice.dueOn,
        open: moneyOf(invoice.openMinor, invoice.currency),
        total: moneyOf(invoice.totalMinor, invoice.currency),
        overdue: invoice.overdue,
      })),
      lastPayment: payment
        ? {
            receivedOn: payment.receivedOn,
            amount: moneyOf(payment.amountMinor, payment.currency),
            method: payment.method,
          }
        : null,
      tickets: (tickets.get(customer.id) ?? []).map(toTicket),
    })
  }
  return cards
}
