/** The route of search. */
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import * as api from './search.api.ts'
import { search } from './search.ts'

export const searchRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/search',
    'conversations.read',
    {
      summary: 'Customers, invoices and tickets by their identifiers, conversations by words and operators',
      query: api.searchQuery,
      answer: api.SearchAnswer,
    },
    (tx, { who, query }) => search(tx, who, query, app.clock.now()),
  ),
]
