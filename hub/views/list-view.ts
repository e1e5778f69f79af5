/** What a filter picks, through the eyes of the member who asks: a page of it, how many, and which. */
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { conversationColumns, conversationOf } from '../conversations/conversation-log.ts'
import type { ListItem } from '../conversations/find-conversations.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'
import type { ViewFilter } from './filter.api.ts'
import { type Bind, bindInto, filterSql } from './filter-sql.ts'
import { orders } from './view-sort.ts'
import { mostCounted } from './views.api.ts'
import { findView, findViews } from './views.ts'

type Picking = { where: string; values: unknown[]; bind: Bind }

/** Only what this member may see. */
function pick(who: Who, filter: ViewFilter, now: Date): Picking {
  const values: unknown[] = [visibleInboxes(who)]
  const bind = bindInto(values)
  return { where: `${visibleTo(1)} AND ${filterSql(filter, { who, now }, bind)}`, values, bind }
}

type Page = { viewId: string; cursor?: string | undefined; limit: number }

/** One page of a saved view in its own order. */
export async function listView(
  tx: Tx,
  who: Who,
  query: Page,
  now: Date,
): Promise<{ items: ListItem[]; next: string | null }> {
  const view = await findView(tx, who, query.viewId)
  const order = orders[view.sort]
  const { where, values, bind } = pick(who, view.filter, now)
  const after = order.after(query.cursor, bind)
  const { rows } = await tx.query<Parameters<typeof conversationOf>[0] & { read_count: number }>(
    `SELECT ${conversationColumns}, COALESCE(r.inbound_count, 0) AS read_count FROM conversations c
     LEFT JOIN read_marks r ON r.tenant_id = c.tenant_id AND r.conversation_id = c.id
       AND r.member_id = ${bind(who.memberId)}::uuid
     WHERE ${where} ${after ? `AND ${after}` : ''}
     ORDER BY ${order.orderBy} LIMIT ${bind(query.limit + 1)}`,
    values,
  )
  const items = rows.slice(0, query.limit).map(row => ({ ...conversationOf(row), readCount: row.read_count }))
  const last = items.at(-1)
  return { items, next: rows.length > query.limit && last ? order.end(last) : null }
}

/** How many each of the member's views holds, up to a thousand. */
export async function countViews(
  tx: Tx,
  who: Who,
  now: Date,
): Promise<{ items: { id: string; count: number; more: boolean }[] }> {
  const items = []
  for (const view of await findViews(tx, who)) {
    const { where, values } = pick(who, view.filter, now)
    const { rows } = await tx.query<{ many: number }>(
      `SELECT count(*) AS many FROM (SELECT 1 FROM conversations c WHERE ${where} LIMIT ${mostCounted + 1}) x`,
      values,
    )
    const many = rows[0]?.many ?? 0
    items.push({ id: view.id, count: Math.min(many, mostCounted), more: many > mostCounted })
  }
  return { items }
}

/** The ids of all a filter picks, in id order; at most `most`. */
export async function findMatching(
  tx: Tx,
  who: Who,
  filter: ViewFilter,
  { now, most }: { now: Date; most: number },
): Promise<string[]> {
  const { where, values, bind } = pick(who, filter, now)
  const { rows } = await tx.query<{ id: string }>(
    `SELECT c.id FROM conversations c WHERE ${where} ORDER BY c.id LIMIT ${bind(most)}`,
    values,
  )
  return rows.map(row => row.id)
}
