/** Customers, as the server speaks of them. */
import { client, Failure, ok } from '../api/client.ts'
import type { components } from '../api/schema.ts'
import type { Priority } from '../api/types.ts'
import type { Query } from '../records/paged.svelte.ts'
import { say } from '../words/say.ts'

type Schemas = components['schemas']
export type CustomerRow = Schemas['CustomerRow']
export type CustomerWhole = Schemas['CustomerWhole']
export type CustomerContact = Schemas['CustomerContact']
export type CustomerNote = Schemas['CustomerNote']
export type TimelineEntry = Schemas['CustomerTimelineEntry']
export type TimelineKind = TimelineEntry['kind']
export type CustomerSession = Schemas['CustomerSession']
export type CustomerInvoice = Schemas['CustomerInvoice']
export type CustomerPayment = Schemas['CustomerPayment']
export type CustomerTicket = Schemas['CustomerTicket']
/** Comes by socket only. */
export type CustomerChanged = { type: 'customer.changed'; customerId: string; what: 'notes' | 'tickets' }

const by = (id: string) => ({ params: { path: { id } } })
const page = (id: string, cursor: string | null) => ({
  params: { path: { id }, query: { ...(cursor ? { cursor } : {}) } },
})

export const customers = {
  list: (query: Query, cursor: string | null) =>
    ok(client.GET('/api/customers/list', { params: { query: { ...query, ...(cursor ? { cursor } : {}) } } })),
  open: (id: string) => ok(client.GET('/api/customers/{id}', by(id))),
  timeline: (id: string, kind: TimelineKind | null, cursor: string | null) =>
    ok(
      client.GET('/api/customers/{id}/timeline', {
        params: { path: { id }, query: { ...(kind ? { kind } : {}), ...(cursor ? { cursor } : {}) } },
      }),
    ),
  sessions: (id: string, cursor: string | null) =>
    ok(client.GET('/api/customers/{id}/sessions', page(id, cursor))),
  invoices: (id: string, cursor: string | null) =>
    ok(client.GET('/api/customers/{id}/invoices', page(id, cursor))),
  payments: (id: string, cursor: string | null) =>
    ok(client.GET('/api/customers/{id}/payments', page(id, cursor))),
  tickets: (id: string, cursor: string | null) =>
    ok(client.GET('/api/customers/{id}/tickets', page(id, cursor))),
  audit: (id: string, cursor: string | null) => ok(client.GET('/api/customers/{id}/audit', page(id, cursor))),
  notes: (id: string, cursor: string | null) => ok(client.GET('/api/customers/{id}/notes', page(id, cursor))),
  writeNote: (id: string, body: { id: string; text: string }) =>
    ok(client.POST('/api/customers/{id}/notes', { ...by(id), body })),
  removeNote: (id: string, noteId: string) =>
    ok(client.DELETE('/api/customers/{id}/notes/{noteId}', { params: { path: { id, noteId } } })),
  openTicket: (id: string, body: { id: string; subject: string; description: string; priority: Priority }) =>
    ok(client.POST('/api/customers/{id}/tickets', { ...by(id), body })),
}

/** What the list shows as a file. A Failure says why there is none. */
export async function exportFile(query: Query): Promise<Blob> {
  const response = await fetch(`/api/customers/export?${new URLSearchParams(query)}`).catch(() => {
    throw new Failure(0, say`The server cannot be reached right now.`)
  })
  if (response.ok) return response.blob()
  const problem = (await response.json().catch(() => null)) as { detail?: string } | null
  throw new Failure(response.status, problem?.detail ?? say`The file could not be made.`)
}
