/** The orders a list can have, each with its cursor: where a page ended, in that order. */
import { z } from 'zod'
import { type CursorKind, cursorMoment, cursorOf } from '../../platform/http/cursor.ts'
import type { LiveConversation } from '../conversations/shapes.ts'
import type { Bind } from './filter-sql.ts'

export const Sort = z
  .enum(['latest', 'waiting', 'priority'])
  .describe('Latest message first; longest waiting first; most urgent first')

export type ViewSort = z.infer<typeof Sort>

type Order = {
  orderBy: string
  /** The condition of what comes after the cursor; null for the first page. Refuses a cursor of another order. */
  after(cursor: string | undefined, bind: Bind): string | null
  /** The cursor of what comes after this row. */
  end(row: LiveConversation): string
}

const ranks = { low: 0, normal: 1, high: 2, urgent: 3 } as const
const rankSql = `CASE c.priority WHEN 'urgent' THEN 3 WHEN 'high' THEN 2 WHEN 'normal' THEN 1 ELSE 0 END`
const waitingSql = `COALESCE(c.waiting_since, 'infinity'::timestamptz)`

const latest = cursorOf('views latest', z.tuple([cursorMoment, z.uuid()]))
const waiting = cursorOf('views waiting', z.tuple([cursorMoment.nullable(), z.uuid()]))
const priority = cursorOf('views priority', z.tuple([z.int().min(0).max(3), cursorMoment, z.uuid()]))

function after<T>(cursors: CursorKind<T>, write: (at: T, bind: Bind) => string): Order['after'] {
  return (cursor, bind) => {
    const at = cursors.read(cursor)
    return at === null ? null : write(at, bind)
  }
}

export const orders: Record<ViewSort, Order> = {
  latest: {
    orderBy: 'c.last_message_at DESC, c.id DESC',
    after: after(
      latest,
      ([at, id], bind) => `(c.last_message_at, c.id) < (${bind(at)}::timestamptz, ${bind(id)}::uuid)`,
    ),
    end: row => latest.write([row.lastMessageAt, row.id]),
  },
  waiting: {
    orderBy: `${waitingSql}, c.id`,
    after: after(
      waiting,
      ([at, id], bind) =>
        `(${waitingSql}, c.id) > (${bind(at ?? 'infinity')}::timestamptz, ${bind(id)}::uuid)`,
    ),
    end: row => waiting.write([row.waitingSince, row.id]),
  },
  priority: {
    orderBy: `${rankSql} DESC, c.last_message_at DESC, c.id DESC`,
    after: after(
      priority,
      ([rank, at, id], bind) =>
        `(${rankSql}, c.last_message_at, c.id) < (${bind(rank)}::int, ${bind(at)}::timestamptz, ${bind(id)}::uuid)`,
    ),
    end: row => priority.write([ranks[row.priority], row.lastMessageAt, row.id]),
  },
}
