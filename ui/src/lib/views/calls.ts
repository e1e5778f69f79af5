/** What the list can ask of the server about saved views and changes to many. */
import { client, ok } from '../api/client.ts'
import type { components, paths } from '../api/schema.ts'
import type { Filter, SavedView, ViewSort } from '../api/types.ts'

export type BulkJob = components['schemas']['BulkJob']
/** Comes by socket after each batch: the numbers, without who was left out. */
export type BulkWord = Omit<BulkJob, 'report'>
type Asked = NonNullable<paths['/api/bulk']['post']['requestBody']>['content']['application/json']
export type BulkChange = Asked['change']
export type WrittenView = Pick<SavedView, 'name' | 'shared' | 'filter' | 'sort'>
export type Chosen = { ids: string[] } | { viewId: string } | { filter: Filter }

const by = (id: string) => ({ params: { path: { id } } })

export const viewCalls = {
  list: () => ok(client.GET('/api/views')),
  counts: () => ok(client.GET('/api/views/counts')),
  add: (body: WrittenView) => ok(client.POST('/api/views', { body })),
  change: (id: string, body: { name: string; filter: Filter; sort: ViewSort }) =>
    ok(client.PATCH('/api/views/{id}', { ...by(id), body })),
  remove: (id: string) => ok(client.DELETE('/api/views/{id}', by(id))),
}

export const bulk = {
  start: (chosen: Chosen, change: BulkChange) =>
    ok(client.POST('/api/bulk', { body: { ...chosen, change } })),
  read: (id: string) => ok(client.GET('/api/bulk/{id}', by(id))),
  cancel: (id: string) => ok(client.POST('/api/bulk/{id}/cancel', by(id))),
  undo: (id: string) => ok(client.POST('/api/bulk/{id}/undo', by(id))),
}
