/** Routes of the network: endpoint -> verb. */
import { findRouters } from '../../backoffice/radius/index.ts'
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { idParam } from '../conversations/conversations.api.ts'
import { exportSessions } from './export-sessions.ts'
import { createLastWeek } from './last-week.ts'
import * as api from './network.api.ts'
import { readNetwork, toRouter } from './read-network.ts'
import { readSession } from './read-session.ts'
import { readSessions } from './read-sessions.ts'
import { readSignIns } from './read-sign-ins.ts'

export const networkRoutes = (app: App, lastWeek = createLastWeek()): Endpoint[] => [
  endpoint(
    'get',
    '/api/network',
    'network.read',
    { summary: 'The network now: sessions open, sign-ins of the last hour, routers', answer: api.Network },
    tx => readNetwork(app, tx, lastWeek),
  ),
  endpoint(
    'get',
    '/api/network/routers',
    'network.read',
    { summary: 'Routers and how each does, the worst first', answer: api.Routers },
    async tx => ({ items: (await findRouters(tx, app.clock.now())).map(toRouter) }),
  ),
  endpoint(
    'get',
    '/api/network/sessions',
    'network.read',
    { summary: 'Sessions of all lines', query: api.sessionsQuery, answer: api.SessionPage },
    (tx, { who, query }) => readSessions(app, tx, who, query),
  ),
  endpoint(
    'get',
    '/api/network/sessions/{id}',
    'network.read',
    {
      summary: 'A session with the sign-ins of its login, its other sessions and its service',
      params: idParam,
      answer: api.SessionDetail,
    },
    (tx, { who, params: { id } }) => readSession(tx, who, id),
  ),
  endpoint(
    'get',
    '/api/network/sign-ins',
    'network.read',
    {
      summary:
        'Sign-ins of all lines, newest first, with why they were refused; filtered ones of the last 30 days',
      query: api.signInsQuery,
      answer: api.SignInPage,
    },
    (tx, { who, query }) => readSignIns(app, tx, who, query),
  ),
  endpoint(
    'get',
    '/api/network/export',
    'network.read',
    { summary: 'The same sessions as a file, CSV', query: api.exportQuery, raw: true, cost: 20 },
    (tx, { who, query }) => exportSessions(app, tx, who, query),
  ),
]
