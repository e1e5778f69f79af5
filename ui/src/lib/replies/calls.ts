/** What can be asked of the server about ready-made answers. */
import { client, ok } from '../api/client.ts'
import type { CannedReply } from '../api/types.ts'

const by = (id: string) => ({ params: { path: { id } } })
type Words = { title: string; text: string }

export const replyCalls = {
  list: () => ok(client.GET('/api/canned-replies')),
  use: (id: string, body: { conversationId: string; kind: 'reply' | 'note' }) =>
    ok(client.POST('/api/canned-replies/{id}/use', { ...by(id), body })),
  create: (isShared: boolean, body: Words & { id: string }): Promise<CannedReply> =>
    isShared
      ? ok(client.POST('/api/shared-replies', { body }))
      : ok(client.POST('/api/canned-replies', { body })),
  change: ({ id, isShared }: CannedReply, body: Words): Promise<CannedReply> =>
    isShared
      ? ok(client.PATCH('/api/shared-replies/{id}', { ...by(id), body }))
      : ok(client.PATCH('/api/canned-replies/{id}', { ...by(id), body })),
  remove: ({ id, isShared }: CannedReply) =>
    isShared
      ? ok(client.DELETE('/api/shared-replies/{id}', by(id)))
      : ok(client.DELETE('/api/canned-replies/{id}', by(id))),
}
