/** What one wants to be told of: the routes. */
import type { Rules } from '../../../../hub/notifications/worth-telling.ts'
import { client, ok } from '../api/client.ts'

export const notificationCalls = {
  read: () => ok(client.GET('/api/me/notifications')),
  change: (rules: Rules) => ok(client.PUT('/api/me/notifications', { body: rules })),
}
