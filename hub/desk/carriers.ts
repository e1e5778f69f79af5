/** How many conversations carry a label or hold a value of a field, of those the member sees. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'
import type { Carriers } from './desk.api.ts'

/** `where` is a condition on `c` with $1. */
export async function countCarriers(
  tx: Tx,
  who: Who,
  { where, value }: { where: string; value: string },
): Promise<z.infer<typeof Carriers>> {
  const { rows } = await tx.query<{ conversations: number; open: number }>(
    `SELECT count(*) AS conversations, count(*) FILTER (WHERE c.status = 'open') AS open
     FROM conversations c WHERE ${where} AND ${visibleTo(2)}`,
    [value, visibleInboxes(who)],
  )
  return { ...(rows[0] ?? { conversations: 0, open: 0 }), seesAll: who.allInboxes }
}

/** Open conversations by the names of the labels they carry. One pass over what is open, however many labels there are. */
export async function countOpenByLabel(tx: Tx, who: Who): Promise<Map<string, number>> {
  const { rows } = await tx.query<{ name: string; many: number }>(
    `SELECT carried.name, count(*) AS many FROM conversations c CROSS JOIN LATERAL unnest(c.labels) AS carried (name)
     WHERE c.status = 'open' AND ${visibleTo(1)} GROUP BY carried.name`,
    [visibleInboxes(who)],
  )
  return new Map(rows.map(row => [row.name, row.many]))
}
