/** What managers of the tenant's own fields can ask of the server. */
import type { Body } from '../access/shapes.ts'
import { client, ok } from '../api/client.ts'
import type { CustomField } from '../desk/calls.ts'

export type Kind = CustomField['kind']

const by = (id: string) => ({ params: { path: { id } } })

export const fieldCalls = {
  list: () => ok(client.GET('/api/custom-fields')),
  create: (body: Body<'postCustomFields'>) => ok(client.POST('/api/custom-fields', { body })),
  change: (id: string, body: Body<'patchCustomFieldsId'>) =>
    ok(client.PATCH('/api/custom-fields/{id}', { ...by(id), body })),
  carriers: (id: string) => ok(client.GET('/api/custom-fields/{id}/carriers', by(id))),
  remove: (id: string) => ok(client.DELETE('/api/custom-fields/{id}', by(id))),
}
