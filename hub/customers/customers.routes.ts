/** Routes of the customers: the list, one of them, and what is written on them. */
import { z } from 'zod'
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { Ticket } from '../context/context.api.ts'
import { idParam } from '../conversations/conversations.api.ts'
import * as api from './customers.api.ts'
import { exportCustomers } from './export-customers.ts'
import { pageQuery } from './history.api.ts'
import { listRows } from './list-rows.ts'
import { addNote, findNotes, takeDownNote } from './notes.ts'
import { openTicket } from './open-ticket.ts'
import { readCustomer } from './read-customer.ts'

const params = idParam
const noteParams = z.object({ id: z.uuid(), noteId: z.uuid() })
const Notes = z.object({ items: z.array(api.CustomerNote), next: z.string().nullable() })

export const customerRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/customers/list',
    'customers.read',
    { summary: 'All customers, filtered and sorted', query: api.listQuery, answer: api.CustomerPage },
    (tx, { who, query }) => listRows(tx, who, query),
  ),
  endpoint(
    'get',
    '/api/customers/export',
    'customers.read',
    { summary: 'The same customers as a CSV file', query: api.exportQuery, raw: true, cost: 20 },
    (tx, { who, query }) => exportCustomers(tx, who, query),
  ),
  endpoint(
    'get',
    '/api/customers/{id}',
    'customers.read',
    {
      summary: 'A customer with contacts, services, live lines and money',
      params,
      answer: api.CustomerWhole,
    },
    (tx, { who, params: { id } }) => readCustomer(app, tx, who, id),
  ),
  endpoint(
    'get',
    '/api/customers/{id}/notes',
    'customers.change',
    { summary: 'Notes on a customer, newest first', params, query: pageQuery, answer: Notes },
    (tx, { who, params: { id }, query }) => findNotes(tx, who, id, query),
  ),
  endpoint(
    'post',
    '/api/customers/{id}/notes',
    'customers.change',
    { summary: 'Write a note on a customer', params, body: api.writeNote },
    (tx, { who, params: { id }, body }) => addNote(app, tx, who, { ...body, customerId: id }),
  ),
  endpoint(
    'delete',
    '/api/customers/{id}/notes/{noteId}',
    'customers.change',
    { summary: 'Take a note down', params: noteParams },
    (tx, { who, params: both }) => takeDownNote(app, tx, who, both),
  ),
  endpoint(
    'post',
    '/api/customers/{id}/tickets',
    'tickets.create',
    {
      summary: 'Open a ticket for a customer',
      params,
      body: api.openTicket,
      answer: Ticket,
      status: 201,
    },
    (tx, { who, params: { id }, body }) => openTicket(app, tx, who, { ...body, customerId: id }),
  ),
]
