/** The browsers one is told in: the routes. */
import type { Answer } from '../access/shapes.ts'
import { client, ok } from '../api/client.ts'
import type { Subscription } from './subscription.ts'

export type PushBrowser = Answer<'getMePush'>['items'][number]

const at = (id: string) => ({ params: { path: { id } } })

export const pushCalls = {
  read: () => ok(client.GET('/api/me/push')),
  subscribe: (body: Subscription) => ok(client.POST('/api/me/push', { body })),
  remove: (id: string) => ok(client.DELETE('/api/me/push/{id}', at(id))),
  test: (id: string) => ok(client.POST('/api/me/push/{id}/test', at(id))),
}
