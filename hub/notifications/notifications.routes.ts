/** Routes: what one wants to be told of, and how. */
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { App } from '../app.ts'
import * as api from './notifications.api.ts'
import { changeRules, readNotifications } from './rules.ts'

export const notificationRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/me/notifications',
    'conversations.read',
    { summary: 'What one wants to be told of', answer: api.Notifications },
    (tx, { who }) => readNotifications(tx, who),
  ),
  endpoint(
    'put',
    '/api/me/notifications',
    'conversations.read',
    {
      summary: 'Choose what one is told of, and how',
      body: api.Rules,
      answer: api.Notifications,
      unaudited: 'what one wants to hear of is nobody else’s',
    },
    (tx, { who, body }) => changeRules(app, tx, who, body),
  ),
]
