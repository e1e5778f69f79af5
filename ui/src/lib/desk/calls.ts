/** What the controls of a conversation can ask of the server. */
import type { Body } from '../access/shapes.ts'
import { client, ok } from '../api/client.ts'
import type { components } from '../api/schema.ts'

type Schemas = components['schemas']
export type Label = Schemas['Label']
export type Colour = Label['colour']
export type CustomField = Schemas['CustomField']
export type Carriers = Schemas['Carriers']
export type Team = Schemas['Team']
export type Details = Body<'patchConversationsId'>

const by = (id: string) => ({ params: { path: { id } } })

export const desk = {
  claim: (id: string) => ok(client.POST('/api/conversations/{id}/claim', by(id))),
  change: (id: string, body: Details) => ok(client.PATCH('/api/conversations/{id}', { ...by(id), body })),
  snooze: (id: string, until: string) =>
    ok(client.POST('/api/conversations/{id}/snooze', { ...by(id), body: { until } })),
  unsnooze: (id: string) => ok(client.POST('/api/conversations/{id}/unsnooze', by(id))),
  watch: (id: string) => ok(client.POST('/api/conversations/{id}/watch', by(id))),
  unwatch: (id: string) => ok(client.DELETE('/api/conversations/{id}/watch', by(id))),
  labels: () => ok(client.GET('/api/labels')),
  fields: () => ok(client.GET('/api/custom-fields')),
  teams: () => ok(client.GET('/api/teams')),
}
