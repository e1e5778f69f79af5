/** Routes: the browsers a member is told in when they are closed. */
import { type Endpoint, endpoint, waitingEndpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { idParam } from '../conversations/conversations.api.ts'
import { listBrowsers, removeBrowser } from './browsers.ts'
import * as api from './push.api.ts'
import { subscribe } from './subscribe.ts'
import { tryBrowser } from './try-browser.ts'

const params = idParam

export const pushRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/me/push',
    'signed-in',
    { summary: 'The browsers one is told in, and what another subscribes with', answer: api.Push },
    (tx, { who }) => listBrowsers(app, tx, who),
  ),
  waitingEndpoint(
    'post',
    '/api/me/push',
    'signed-in',
    {
      summary: 'Be told in this browser, for as long as its session lasts',
      body: api.subscribe,
      answer: api.PushBrowser,
      status: 201,
    },
    ({ who, body }) => subscribe(app, who, body),
  ),
  endpoint(
    'delete',
    '/api/me/push/{id}',
    'signed-in',
    { summary: 'Be told nothing more in a browser', params },
    (tx, { who, params: { id } }) => removeBrowser(tx, who, id),
  ),
  waitingEndpoint(
    'post',
    '/api/me/push/{id}/test',
    'signed-in',
    { summary: 'Tell one browser something now', params, answer: api.PushTest, cost: 10 },
    ({ who, params: { id } }) => tryBrowser(app, who, id),
  ),
]
