import type { Tx } from '../../db/client.ts'
import { type Before, newestFirst } from '../../platform/newest-first.ts'

export type CustomerChange = {
  at: string
  id: string
  /** noun.past */
  type: string
  data: Record<string, unknown>
  author: string | null
}

const statement = newestFirst(
  'x.type, x.data, x.author',
  // What happened to lines, money and tickets is told by those.
  `SELECT e.at AS moment, e.id::text AS id, e.type, e.data, m.name AS author
   FROM events e LEFT JOIN members m ON m.tenant_id = e.tenant_id AND m.id = e.actor_id
   WHERE e.customer_id = $1 AND e.conversation_id IS NULL
     AND split_part(e.type, '.', 1) NOT IN ('session', 'invoice', 'payment', 'ticket')`,
)

/** What became of the customer and their services, newest first. */
export async function changesOf(
  tx: Tx,
  customerId: string,
  before: Before,
  limit: number,
): Promise<CustomerChange[]> {
  const values = [customerId, before?.at ?? null, before?.id ?? null, limit]
  return (await tx.query<CustomerChange>(statement, values)).rows
}
