/** Routes of the panel beside the thread. */
import { z } from 'zod'
import { searchCustomers } from '../../backoffice/customers/index.ts'
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { linkCustomer, unlinkCustomer } from '../contacts/link-customer.ts'
import { idParam } from '../conversations/conversations.api.ts'
import { scopeOf } from '../customers/seen-customer.ts'
import * as api from './context.api.ts'
import { readPanel } from './panel.ts'
import { createTicketFrom } from './ticket.ts'

const params = idParam
const search = z.object({ q: z.string().trim().min(1).max(100) })
const hits = z.object({ items: z.array(api.CustomerHit) })
const link = z.object({ customerId: z.uuid() })
const linked = z.object({ id: z.uuid(), customerId: z.uuid() })

export const contextRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/conversations/{id}/panel',
    'customers.read',
    {
      summary: 'Customer, services, money, tickets and live line beside a conversation',
      params,
      answer: api.Panel,
    },
    (tx, { who, params: { id } }) => readPanel(app, tx, who, id),
  ),
  endpoint(
    'post',
    '/api/conversations/{id}/tickets',
    'tickets.create',
    {
      summary: 'Open a ticket out of a conversation',
      params,
      body: api.createTicket,
      answer: api.Ticket,
      status: 201,
    },
    (tx, { who, params: { id }, body }) => createTicketFrom(app, tx, who, id, body),
  ),
  endpoint(
    'get',
    '/api/customers',
    'customers.read',
    { summary: 'Customers by name, number, phone, email or login', query: search, answer: hits },
    async (tx, { who, query }) => ({ items: await searchCustomers(tx, query.q, 20, scopeOf(who)) }),
  ),
  endpoint(
    'post',
    '/api/contacts/{id}/customers',
    'contacts.link',
    { summary: 'Say that a contact speaks for a customer', params, body: link },
    (tx, { who, params: { id }, body }) => linkCustomer(app, tx, who, id, body.customerId),
  ),
  endpoint(
    'delete',
    '/api/contacts/{id}/customers/{customerId}',
    'contacts.link',
    { summary: 'Take that back', params: linked },
    (tx, { who, params: { id, customerId } }) => unlinkCustomer(app, tx, who, id, customerId),
  ),
]
