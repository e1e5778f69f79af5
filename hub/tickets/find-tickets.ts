/** Reads of many tickets: a page of the list, the board, and how many there are. */
import type { z } from 'zod'
import { ticketMoves, ticketStates } from '../../backoffice/tickets/index.ts'
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { pickTickets } from './ticket-filter.ts'
import { ticketOrders } from './ticket-order.ts'
import { type FoundTicket, ticketColumns, ticketRowOf } from './ticket-rows.ts'
import type * as api from './tickets.api.ts'
import { ownCustomersOf, ticketVisibleTo } from './visible.ts'

/** Of one column of the board. */
const mostCards = 50

/** One page in the order asked for; `next` is the cursor of the following page. */
export async function findTickets(
  tx: Tx,
  who: Who,
  { query, now }: { query: z.infer<typeof api.pageQuery>; now: Date },
): Promise<z.infer<typeof api.TicketPage>> {
  const order = ticketOrders[query.sort]
  const { where, values, bind } = pickTickets(who, query, now)
  const after = order.after(query.cursor, bind)
  const { rows } = await tx.query<FoundTicket>(
    `SELECT ${ticketColumns} FROM tickets t WHERE ${where} ${after ? `AND ${after}` : ''}
     ORDER BY ${order.orderBy} LIMIT ${bind(query.limit + 1)}`,
    values,
  )
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return { items: page.map(ticketRowOf), next: rows.length > query.limit && last ? order.end(last) : null }
}

/** Every state with how many are in it and the first fifty; what is over shows what happened last. */
export async function readBoard(
  tx: Tx,
  who: Who,
  { query, now }: { query: z.infer<typeof api.boardQuery>; now: Date },
): Promise<z.infer<typeof api.TicketBoard>> {
  const { where, values } = pickTickets(who, query, now)
  const { rows: counts } = await tx.query<{ status: string; count: number }>(
    `SELECT t.status, count(*) AS count FROM tickets t WHERE ${where} GROUP BY t.status`,
    values,
  )
  const columns: z.infer<typeof api.TicketBoard>['columns'] = []
  for (const status of ticketStates) {
    const picking = pickTickets(who, { ...query, status: [status] }, now)
    const order = ticketOrders[isOver(status) ? '-updated' : '-priority']
    const { rows } = await tx.query<FoundTicket>(
      `SELECT ${ticketColumns} FROM tickets t WHERE ${picking.where} ORDER BY ${order.orderBy} LIMIT ${mostCards}`,
      picking.values,
    )
    const count = counts.find(each => each.status === status)?.count ?? 0
    columns.push({ status, count, items: rows.map(ticketRowOf) })
  }
  return { columns, moves: ticketMoves() }
}

const isOver = (status: (typeof ticketStates)[number]) =>
  status === 'resolved' || status === 'closed' || status === 'cancelled' || status === 'rejected'

/** Open ones: mine, nobody's and all. */
export async function countTickets(tx: Tx, who: Who): Promise<z.infer<typeof api.TicketCounts>> {
  const { rows } = await tx.query<z.infer<typeof api.TicketCounts>>(
    {
      name: 'count-tickets',
      text: `SELECT count(*) FILTER (WHERE t.assignee_id = $2) AS mine,
          count(*) FILTER (WHERE t.assignee_id IS NULL) AS unassigned, count(*) AS open
        FROM tickets t
        WHERE ${ticketVisibleTo(1)} AND t.status IN ('acknowledged', 'inProgress', 'pending', 'held')`,
    },
    [ownCustomersOf(who), who.memberId],
  )
  return rows[0] ?? { mine: 0, unassigned: 0, open: 0 }
}
