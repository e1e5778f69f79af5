/** The board: which card stands in which column, in which order. Pure; it moves nothing under the pointer. */
import type { TicketBoard, TicketRow, TicketStatus, TicketTold } from '../api/types.ts'
import { isOpen, ticketStates } from './state-words.ts'
import { later } from './ticket-changes.ts'

export type Board = {
  rows: ReadonlyMap<string, TicketRow>
  counts: Readonly<Record<TicketStatus, number>>
  moves: TicketBoard['moves']
}

export function boardOf({ columns, moves }: TicketBoard): Board {
  return {
    rows: new Map(columns.flatMap(column => column.items).map(row => [row.id, row])),
    counts: countsOf(status => columns.find(column => column.status === status)?.count ?? 0),
    moves,
  }
}

const countsOf = (count: (status: TicketStatus) => number) =>
  Object.fromEntries(ticketStates.map(status => [status, count(status)])) as Record<TicketStatus, number>

/** A fresh fetch; cards that are known later than it says stay as they are known. */
export function refetched(held: Board, fresh: Board): Board {
  const rows = new Map([...fresh.rows].map(([id, row]) => [id, later(row, held.rows.get(id) ?? row)]))
  return { ...fresh, rows }
}

/** What was told of a card. `isKnown` is false when the numbers cannot follow from here: then the server must be asked. */
export function afterTold(
  board: Board,
  told: Pick<TicketTold, 'type' | 'ticket'>,
  fits: (row: TicketRow) => boolean,
): { board: Board; isKnown: boolean } {
  const { ticket } = told
  const held = board.rows.get(ticket.id)
  if (held && held.lastSeq >= ticket.lastSeq) return { board, isKnown: true }
  const here = fits(ticket)
  if (!held && !here) return { board, isKnown: told.type !== 'ticket.changed' }
  const rows = new Map(board.rows)
  if (here) rows.set(ticket.id, ticket)
  else rows.delete(ticket.id)
  const counts = countsOf(
    status =>
      board.counts[status] - (held?.status === status ? 1 : 0) + (here && ticket.status === status ? 1 : 0),
  )
  const isKnown = held !== undefined || told.type === 'ticket.created'
  return { board: { ...board, rows, counts: isKnown ? counts : board.counts }, isKnown }
}

const ranks = { urgent: 0, high: 1, normal: 2, low: 3 }

/** The orders of hub/tickets/ticket-order.ts: most urgent and oldest first; what is over, the latest first. */
function compare(a: TicketRow, b: TicketRow): number {
  const byId = a.id < b.id ? -1 : 1
  if (!isOpen(a.status)) return Date.parse(b.updatedAt) - Date.parse(a.updatedAt) || -byId
  return ranks[a.priority] - ranks[b.priority] || Date.parse(a.createdAt) - Date.parse(b.createdAt) || byId
}

/** The cards of a column from top to bottom. `moving`: where cards go that wait for the server. */
export function orderOf(
  board: Board,
  status: TicketStatus,
  moving: ReadonlyMap<string, TicketStatus> = new Map(),
): string[] {
  return [...board.rows.values()]
    .map(row => ({ ...row, status: moving.get(row.id) ?? row.status }))
    .filter(row => row.status === status)
    .sort(compare)
    .map(row => row.id)
}

/** Under the pointer nothing moves: what stood there stays in its place, what is new comes below. */
export const settled = (stood: readonly string[] | null, wanted: readonly string[]): string[] =>
  stood ? [...stood, ...wanted.filter(id => !stood.includes(id))] : [...wanted]
