/** What managers of labels can ask of the server. */
import type { Body } from '../access/shapes.ts'
import { client, ok } from '../api/client.ts'

const by = (id: string) => ({ params: { path: { id } } })

export const labelCalls = {
  list: () => ok(client.GET('/api/labels', { params: { query: { count: 'open' } } })),
  create: (body: Body<'postLabels'>) => ok(client.POST('/api/labels', { body })),
  change: (id: string, body: Body<'patchLabelsId'>) =>
    ok(client.PATCH('/api/labels/{id}', { ...by(id), body })),
  carriers: (id: string) => ok(client.GET('/api/labels/{id}/carriers', by(id))),
  remove: (id: string) => ok(client.DELETE('/api/labels/{id}', by(id))),
}
