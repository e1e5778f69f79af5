/** What to send to the routes of tickets so that it works. */
import { newId } from '../../platform/ids.ts'
import type { Sample } from './sample.ts'

export const ticketSamples: Record<string, Sample> = {
  'get /api/tickets': () => ({ query: { status: 'open', limit: '100' } }),
  'get /api/tickets/board': () => ({ query: {} }),
  'get /api/tickets/export': () => ({ query: {} }),
  'get /api/tickets/{id}/events': () => ({ query: { after: '0' } }),
  'post /api/tickets': ({ ids, mark }) => ({
    body: { id: newId(), customerId: ids.customer, subject: `${mark} new ticket` },
  }),
  'post /api/tickets/bulk': ({ ids }) => ({
    body: { ids: [ids.ticket], change: { priority: 'high', assigneeId: ids.colleague } },
  }),
  'patch /api/tickets/{id}': ({ ids, mark }) => ({
    body: {
      change: { subject: `${mark} ${newId()}`, assigneeId: ids.colleague },
      // However much happened to it in the meantime: this is not what is asked here.
      lastSeq: Number.MAX_SAFE_INTEGER,
    },
  }),
  'post /api/tickets/{id}/comments': ({ mark }) => ({ body: { id: newId(), text: `${mark} comment` } }),
}
