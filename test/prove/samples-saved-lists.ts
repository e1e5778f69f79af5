/** What to send to the routes of saved lists. */
import { randomInt } from 'node:crypto'
import type { Sample } from './sample.ts'

export const savedListSamples: Record<string, Sample> = {
  'get /api/saved-lists': () => ({ query: { list: 'customers' } }),
  'post /api/saved-lists': ({ mark }) => ({
    body: { list: 'customers', name: `${mark} ${randomInt(1e9)}`, query: 'status=active' },
  }),
  'delete /api/saved-lists/{id}': ({ ids }) => ({ params: { id: ids.view } }),
}
