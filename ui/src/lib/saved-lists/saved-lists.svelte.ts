/** Filters and order of a list of records under a name: one's own and the shared ones. */
import { client, ok } from '../api/client.ts'
import type { components } from '../api/schema.ts'

export type SavedList = components['schemas']['SavedList']
export type ListName = SavedList['list']

/** Of an address, what a saved list holds: which row stands beside the list is a moment's matter. In one order. */
export function keptQuery(search: URLSearchParams): string {
  const kept = new URLSearchParams(search)
  for (const name of ['open', 'cursor', 'after']) kept.delete(name)
  kept.sort()
  return kept.toString()
}

class SavedLists {
  #byList = $state.raw<Partial<Record<ListName, SavedList[]>>>({})

  of(list: ListName): SavedList[] {
    return this.#byList[list] ?? []
  }

  /** The one whose filters and order these are. */
  at(list: ListName, search: URLSearchParams): SavedList | undefined {
    const query = keptQuery(search)
    return this.of(list).find(saved => keptQuery(new URLSearchParams(saved.query)) === query)
  }

  async load(list: ListName): Promise<void> {
    const { items } = await ok(client.GET('/api/saved-lists', { params: { query: { list } } }))
    this.#byList = { ...this.#byList, [list]: items }
  }

  async add(body: Pick<SavedList, 'list' | 'name' | 'shared' | 'query'>): Promise<void> {
    await ok(client.POST('/api/saved-lists', { body }))
    await this.load(body.list)
  }

  async remove({ id, list }: SavedList): Promise<void> {
    await ok(client.DELETE('/api/saved-lists/{id}', { params: { path: { id } } }))
    await this.load(list)
  }
}

export const savedLists = new SavedLists()
