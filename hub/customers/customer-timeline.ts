/** Everything that happened with a customer, as far as the member who asks may see it, newest first. */
import { invoicesOf } from '../../backoffice/billing/index.ts'
import { changesOf } from '../../backoffice/customers/index.ts'
import { notesOf } from '../../backoffice/notes/index.ts'
import { paymentsOf } from '../../backoffice/payments/index.ts'
import { lineHistory } from '../../backoffice/radius/index.ts'
import { ticketHistory, ticketsOf } from '../../backoffice/tickets/index.ts'
import type { Tx } from '../../db/client.ts'
import type { Permission } from '../../platform/identity/permissions.ts'
import { may, type Who } from '../../platform/identity/who.ts'
import { type Before, mergeNewest } from '../../platform/newest-first.ts'
import { auditedChanges } from './audited-changes.ts'
import { messagesOf } from './conversations-of.ts'
import type { TimelineKind } from './history.api.ts'
import { type Paging, pageOf } from './pages.ts'
import { seenCustomer } from './seen-customer.ts'
import * as entries from './timeline-entries.ts'

type Asking = { tx: Tx; who: Who; id: string; before: Before; limit: number }

/** `needs`: the word without which a source says nothing, beside that of the route. */
type Source = {
  kind: TimelineKind
  needs: Permission
  read(asking: Asking): Promise<entries.Entry[]>
}

type Read<Row> = (tx: Tx, id: string, before: Before, limit: number) => Promise<Row[]>

const source = <Row>(
  kind: TimelineKind,
  needs: Permission,
  read: Read<Row>,
  toEntry: (row: Row) => entries.Entry,
): Source => ({
  kind,
  needs,
  read: async ({ tx, id, before, limit }) => (await read(tx, id, before, limit)).map(toEntry),
})

const sources: Source[] = [
  {
    kind: 'messages',
    needs: 'conversations.read',
    read: async ({ tx, who, id, before, limit }) =>
      (await messagesOf(tx, who, id, { before, limit })).map(entries.ofMessage),
  },
  source('notes', 'customers.change', notesOf, entries.ofNote),
  source('billing', 'fields.balance', invoicesOf, entries.ofInvoice),
  source('billing', 'fields.balance', paymentsOf, entries.ofPayment),
  source('network', 'customers.read', lineHistory, entries.ofLine),
  source('tickets', 'customers.read', ticketsOf, entries.ofTicket),
  source('tickets', 'tickets.read', ticketHistory, entries.ofTicketHappening),
  source('changes', 'customers.read', changesOf, entries.ofChange),
  source('changes', 'audit.read', auditedChanges, entries.ofAudited),
]

export async function customerTimeline(
  tx: Tx,
  who: Who,
  { id, kind, ...paging }: Paging & { id: string; kind?: TimelineKind | undefined },
): Promise<{ items: entries.Entry[]; next: string | null }> {
  await seenCustomer(tx, who, id)
  const asked = sources.filter(each => may(who, each.needs) && (!kind || each.kind === kind))
  return pageOf(
    `customer timeline ${kind ?? ''}`,
    paging,
    async (before, limit) => {
      const lists = await Promise.all(asked.map(each => each.read({ tx, who, id, before, limit })))
      return mergeNewest(lists, limit)
    },
    entry => entry,
  )
}
