/** Routes of saved views. */
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import { countViews } from './list-view.ts'
import * as api from './views.api.ts'
import { addView, changeView, findViews, removeView } from './views.ts'

const params = api.idParam

export const viewRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/views',
    'conversations.read',
    { summary: 'My views and the shared ones', answer: api.Views },
    async (tx, { who }) => ({ items: await findViews(tx, who) }),
  ),
  endpoint(
    'get',
    '/api/views/counts',
    'conversations.read',
    { summary: 'Numbers beside saved views', answer: api.ViewCounts, cost: 3 },
    (tx, { who }) => countViews(tx, who, app.clock.now()),
  ),
  endpoint(
    'post',
    '/api/views',
    'conversations.read',
    { summary: 'Save a view', body: api.writeView, answer: api.View, status: 201 },
    (tx, { who, body }) => addView(tx, who, body),
  ),
  endpoint(
    'patch',
    '/api/views/{id}',
    'conversations.read',
    { summary: 'Change its name, filter or order', params, body: api.changeView, answer: api.View },
    (tx, { who, params: { id }, body }) => changeView(tx, who, id, body),
  ),
  endpoint(
    'delete',
    '/api/views/{id}',
    'conversations.read',
    { summary: 'Remove a view; its conversations stay', params },
    (tx, { who, params: { id } }) => removeView(tx, who, id),
  ),
]
