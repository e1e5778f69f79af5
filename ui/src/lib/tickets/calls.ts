/** What can be asked about tickets. */
import { client, ok } from '../api/client.ts'
import type { Priority, TicketStatus } from '../api/types.ts'

export type TicketChange = {
  status?: TicketStatus
  priority?: Priority
  assigneeId?: string | null
  subject?: string
  description?: string
}
/** As in the address; what is not said is not there. */
export type TicketQuery = Record<string, string>

const by = (id: string) => ({ params: { path: { id } } })

export const ticketCalls = {
  list: (query: TicketQuery, cursor: string | null) =>
    ok(
      client.GET('/api/tickets', { params: { query: { ...query, ...(cursor ? { cursor } : {}) } as never } }),
    ),
  board: (query: TicketQuery) => ok(client.GET('/api/tickets/board', { params: { query: query as never } })),
  counts: () => ok(client.GET('/api/tickets/counts')),
  open: (id: string) => ok(client.GET('/api/tickets/{id}', by(id))),
  events: (id: string, after: number) =>
    ok(client.GET('/api/tickets/{id}/events', { params: { path: { id }, query: { after } } })),
  create: (body: {
    id: string
    customerId: string | null
    subject: string
    description: string
    priority: Priority
  }) => ok(client.POST('/api/tickets', { body })),
  change: (id: string, body: { change: TicketChange; lastSeq: number; sendAnyway: boolean }) =>
    ok(client.PATCH('/api/tickets/{id}', { ...by(id), body })),
  comment: (id: string, body: { id: string; text: string }) =>
    ok(client.POST('/api/tickets/{id}/comments', { ...by(id), body })),
  changeMany: (ids: string[], change: Pick<TicketChange, 'status' | 'priority' | 'assigneeId'>) =>
    ok(client.POST('/api/tickets/bulk', { body: { ids, change } })),
  /** The file itself. */
  file: (query: TicketQuery): Promise<Blob> =>
    ok(
      client.GET('/api/tickets/export', { params: { query: query as never }, parseAs: 'blob' }),
    ) as unknown as Promise<Blob>,
}
