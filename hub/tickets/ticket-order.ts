/** The orders a list of tickets can have, each with its cursor: where a page ended, in that order. */
import { z } from 'zod'
import { cursorMoment, cursorOf } from '../../platform/http/cursor.ts'
import type { Bind } from '../views/filter-sql.ts'
import type { FoundTicket } from './ticket-rows.ts'
import type { TicketSort } from './tickets.api.ts'

type Order = {
  orderBy: string
  /** The condition of what comes after the cursor; null for the first page. Refuses a cursor of another order. */
  after(cursor: string | undefined, bind: Bind): string | null
  end(row: FoundTicket): string
}

const ranks = { urgent: 0, high: 1, normal: 2, low: 3 } as const
/** Most urgent is least, so that a rank and the moment of opening rise together. */
export const rankSql = `CASE t.priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END`

type Way = 'ASC' | 'DESC'

const sign = (way: Way) => (way === 'ASC' ? '>' : '<')

function byMoment(
  name: string,
  column: string,
  { way, key }: { way: Way; key: 'created_key' | 'updated_key' },
): Order {
  const cursors = cursorOf(`tickets ${name}`, z.tuple([cursorMoment, z.uuid()]))
  return {
    orderBy: `${column} ${way}, t.id ${way}`,
    after(cursor, bind) {
      const at = cursors.read(cursor)
      return at && `(${column}, t.id) ${sign(way)} (${bind(at[0])}::timestamptz, ${bind(at[1])}::uuid)`
    },
    end: row => cursors.write([row[key], row.id]),
  }
}

function byPriority(name: string, way: Way): Order {
  const cursors = cursorOf(`tickets ${name}`, z.tuple([z.int().min(0).max(3), cursorMoment, z.uuid()]))
  return {
    orderBy: `${rankSql} ${way}, t.created_at ${way}, t.id ${way}`,
    after(cursor, bind) {
      const at = cursors.read(cursor)
      return (
        at &&
        `(${rankSql}, t.created_at, t.id) ${sign(way)} (${bind(at[0])}::int, ${bind(at[1])}::timestamptz, ${bind(at[2])}::uuid)`
      )
    },
    end: row => cursors.write([ranks[row.priority], row.created_key, row.id]),
  }
}

export const ticketOrders: Record<TicketSort, Order> = {
  created: byMoment('created', 't.created_at', { way: 'ASC', key: 'created_key' }),
  '-created': byMoment('-created', 't.created_at', { way: 'DESC', key: 'created_key' }),
  updated: byMoment('updated', 't.updated_at', { way: 'ASC', key: 'updated_key' }),
  '-updated': byMoment('-updated', 't.updated_at', { way: 'DESC', key: 'updated_key' }),
  '-priority': byPriority('-priority', 'ASC'),
  priority: byPriority('priority', 'DESC'),
}
