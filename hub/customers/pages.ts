/** Pages that run from the newest row back. */
import { z } from 'zod'
import { cursorMoment, cursorOf } from '../../platform/http/cursor.ts'
import type { Before, Dated } from '../../platform/newest-first.ts'

export type Paging = { cursor?: string | undefined; limit: number }

/** `read` is asked for one row more than a page holds: whether there is a following one. */
export async function pageOf<Row extends Dated, Item>(
  list: string,
  { cursor, limit }: Paging,
  read: (before: Before, limit: number) => Promise<Row[]>,
  toItem: (row: Row) => Item,
): Promise<{ items: Item[]; next: string | null }> {
  const cursors = cursorOf(
    list,
    z.tuple([
      cursorMoment,
      z
        .string()
        .max(100)
        .regex(/^[\w:.-]+$/),
    ]),
  )
  const place = cursors.read(cursor)
  const rows = await read(place && { at: place[0], id: place[1] }, limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next = rows.length > limit && last ? cursors.write([last.at, last.id]) : null
  return { items: page.map(toItem), next }
}
