/** Routes of tickets: endpoint -> verb. */
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { idParam } from '../conversations/conversations.api.ts'
import { changeManyTickets } from './change-many.ts'
import { exportTickets } from './export-tickets.ts'
import { findTicket, findTicketEvents } from './find-ticket.ts'
import { countTickets, findTickets, readBoard } from './find-tickets.ts'
import * as api from './tickets.api.ts'
import { changeOneTicket, commentOnOneTicket, openTicket } from './work-on-ticket.ts'

const params = idParam

export const ticketRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/tickets',
    'tickets.read',
    { summary: 'Tickets, most urgent first', query: api.pageQuery, answer: api.TicketPage },
    (tx, { who, query }) => findTickets(tx, who, { query, now: app.clock.now() }),
  ),
  endpoint(
    'get',
    '/api/tickets/counts',
    'tickets.read',
    { summary: 'How many are open', answer: api.TicketCounts },
    (tx, { who }) => countTickets(tx, who),
  ),
  endpoint(
    'get',
    '/api/tickets/board',
    'tickets.read',
    { summary: 'Tickets by state', query: api.boardQuery, answer: api.TicketBoard },
    (tx, { who, query }) => readBoard(tx, who, { query, now: app.clock.now() }),
  ),
  endpoint(
    'get',
    '/api/tickets/export',
    'tickets.read',
    { summary: 'The same tickets as a file', query: api.exportQuery, raw: true, cost: 20 },
    (tx, { who, query }) => exportTickets(tx, who, { query, now: app.clock.now() }),
  ),
  endpoint(
    'post',
    '/api/tickets',
    'tickets.create',
    { summary: 'Open a ticket', body: api.newTicket, answer: api.TicketRow, status: 201 },
    (tx, { who, body }) => openTicket(app, tx, who, body),
  ),
  endpoint(
    'post',
    '/api/tickets/bulk',
    'tickets.change',
    { summary: 'Change many tickets', body: api.bulkChange, answer: api.BulkTickets, cost: 5 },
    (tx, { who, body }) => changeManyTickets(app, tx, who, body),
  ),
  endpoint(
    'get',
    '/api/tickets/{id}',
    'tickets.read',
    { summary: 'A ticket with its history', params, answer: api.OpenTicket },
    (tx, { who, params: { id } }) => findTicket(tx, who, id),
  ),
  endpoint(
    'get',
    '/api/tickets/{id}/events',
    'tickets.read',
    { summary: 'What happened to it since', params, query: api.eventsQuery, answer: api.TicketEvents },
    (tx, { who, params: { id }, query: { after } }) => findTicketEvents(tx, who, { id, after }),
  ),
  endpoint(
    'patch',
    '/api/tickets/{id}',
    'tickets.change',
    { summary: 'Change a ticket', params, body: api.ticketChange, answer: api.TicketRow },
    (tx, { who, params: { id }, body }) => changeOneTicket(app, tx, who, { id, ...body }),
  ),
  endpoint(
    'post',
    '/api/tickets/{id}/comments',
    'tickets.change',
    {
      summary: 'Write a comment for colleagues',
      params,
      body: api.newComment,
      answer: api.TicketRow,
      status: 201,
    },
    (tx, { who, params: { id: ticketId }, body }) => commentOnOneTicket(app, tx, who, { ticketId, ...body }),
  ),
]
