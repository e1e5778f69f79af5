/** What to send to the routes of ready-made answers and of files on their way out. */
import { randomInt } from 'node:crypto'
import { newId } from '../../platform/ids.ts'
import type { Sample } from './sample.ts'

export const replySamples: Record<string, Sample> = {
  'post /api/canned-replies': ({ mark }) => ({ body: { id: newId(), title: `${mark} own`, text: mark } }),
  'patch /api/canned-replies/{id}': ({ mark }) => ({ body: { text: `${mark} ${randomInt(1e9)}` } }),
  'post /api/canned-replies/{id}/use': ({ ids }) => ({
    params: { id: ids.sharedReply },
    body: { conversationId: ids.conversation },
  }),
  'post /api/shared-replies': ({ mark }) => ({ body: { id: newId(), title: `${mark} ours`, text: mark } }),
  'patch /api/shared-replies/{id}': ({ mark }) => ({ body: { text: `${mark} ${randomInt(1e9)}` } }),
  'post /api/uploads': ({ ids, mark }) => ({
    query: { id: newId(), name: `${mark}.txt`, conversationId: ids.conversation },
  }),
}
