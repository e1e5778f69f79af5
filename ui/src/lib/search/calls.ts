/** Search, as the server speaks of it. */
import { client, ok } from '../api/client.ts'
import type { components } from '../api/schema.ts'

export type Found = components['schemas']['SearchAnswer']
export type ExactHit = components['schemas']['SearchExactHit']
export type SearchHit = components['schemas']['SearchHit']

export const find = (q: string, cursor: string | null): Promise<Found> =>
  ok(client.GET('/api/search', { params: { query: { q, limit: 20, ...(cursor ? { cursor } : {}) } } }))
