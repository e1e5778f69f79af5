/** Routes of what happened with a customer. */
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { AuditPage } from '../audit/audit.api.ts'
import { findAudit } from '../audit/find-audit.ts'
import { idParam } from '../conversations/conversations.api.ts'
import { customerTimeline } from './customer-timeline.ts'
import * as api from './history.api.ts'
import { invoicesPage, paymentsPage, sessionsPage, ticketsPage } from './lists-of-customer.ts'
import { seenCustomer } from './seen-customer.ts'

const asked = { params: idParam, query: api.pageQuery }

export const customerHistoryRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/customers/{id}/timeline',
    'customers.read',
    {
      summary: 'What happened with a customer, newest first',
      params: idParam,
      query: api.timelineQuery,
      answer: api.CustomerTimeline,
    },
    (tx, { who, params: { id }, query }) => customerTimeline(tx, who, { ...query, id }),
  ),
  endpoint(
    'get',
    '/api/customers/{id}/sessions',
    'customers.read',
    { summary: 'Sessions of a customer’s lines, newest first', ...asked, answer: api.Sessions },
    (tx, { who, params: { id }, query }) => sessionsPage(tx, who, id, query),
  ),
  endpoint(
    'get',
    '/api/customers/{id}/invoices',
    'customers.read',
    {
      summary: 'Invoices of a customer, newest first; none for those who see no balances',
      ...asked,
      answer: api.Invoices,
    },
    (tx, { who, params: { id }, query }) => invoicesPage(app, tx, who, { ...query, id }),
  ),
  endpoint(
    'get',
    '/api/customers/{id}/payments',
    'customers.read',
    {
      summary: 'Payments of a customer, newest first; none for those who see no balances',
      ...asked,
      answer: api.Payments,
    },
    (tx, { who, params: { id }, query }) => paymentsPage(tx, who, id, query),
  ),
  endpoint(
    'get',
    '/api/customers/{id}/tickets',
    'customers.read',
    { summary: 'Tickets of a customer, open or not, newest first', ...asked, answer: api.Tickets },
    (tx, { who, params: { id }, query }) => ticketsPage(tx, who, id, query),
  ),
  endpoint(
    'get',
    '/api/customers/{id}/audit',
    'audit.read',
    { summary: 'The trail of a customer, newest first', ...asked, answer: AuditPage },
    async (tx, { who, params: { id }, query }) => {
      await seenCustomer(tx, who, id)
      return findAudit(tx, { ...query, subject: id })
    },
  ),
]
