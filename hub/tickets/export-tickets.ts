/** Tickets as a file, for people who take them elsewhere. That somebody did stands in the trail. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import type { RawAnswer } from '../../platform/http/endpoint.ts'
import { hiddenFrom, mask } from '../../platform/identity/masking.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import { cellOf } from '../audit/audit-lines.ts'
import { pickTickets } from './ticket-filter.ts'
import { type FoundTicket, ticketColumns, ticketRowOf } from './ticket-rows.ts'
import type * as api from './tickets.api.ts'

const mostRows = 50_000

const columns: [name: string, value: (row: api.Row) => unknown][] = [
  ['number', row => row.number],
  ['subject', row => row.subject],
  ['state', row => row.status],
  ['priority', row => row.priority],
  ['customer', row => row.customer?.name],
  ['assignee', row => row.assignee?.name],
  ['created_at', row => row.createdAt],
  ['updated_at', row => row.updatedAt],
  ['resolved_at', row => row.resolvedAt],
]

const lineOf = (cells: unknown[]) => `${cells.map(cellOf).join(',')}\r\n`

/** Newest first. Refuses more rows than one answer should hold. Names that are addresses are masked as on the screens. */
export async function exportTickets(
  tx: Tx,
  who: Who,
  { query, now }: { query: z.infer<typeof api.exportQuery>; now: Date },
): Promise<RawAnswer> {
  const { format, ...filter } = query
  const { where, values, bind } = pickTickets(who, filter, now)
  const { rows } = await tx.query<FoundTicket>(
    `SELECT ${ticketColumns} FROM tickets t WHERE ${where} ORDER BY t.number DESC LIMIT ${bind(mostRows + 1)}`,
    values,
  )
  if (rows.length > mostRows) {
    throw new Refusal('too-large', `More than ${mostRows} tickets fit: filter for fewer.`)
  }
  const hidden = hiddenFrom(who)
  const items = rows.map(ticketRowOf).map(row => (hidden ? mask(row, hidden) : row))
  // Whatever somebody typed as an id stands in no trail of ours.
  const filters = Object.keys(filter).filter(name => filter[name as keyof typeof filter] !== undefined)
  audit(tx, { action: 'tickets.export', after: { filters, format, rows: rows.length } })
  return {
    contentType: 'text/csv; charset=utf-8',
    headers: { 'Content-Disposition': 'attachment; filename="tickets.csv"', 'Cache-Control': 'no-store' },
    bytes:
      lineOf(columns.map(([name]) => name)) +
      items.map(row => lineOf(columns.map(([, value]) => value(row)))).join(''),
  }
}
