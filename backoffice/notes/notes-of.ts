import type { Tx } from '../../db/client.ts'
import { type Before, newestFirst } from '../../platform/newest-first.ts'

export type CustomerNote = {
  at: string
  id: string
  text: string
  author: string
  authorId: string
  createdAt: Date
}

const statement = newestFirst(
  'x.text, x.author, x.author_id AS "authorId", x.moment AS "createdAt"',
  `SELECT c.created_at AS moment, c.id::text AS id, c.text, m.name AS author, c.member_id AS author_id
   FROM customer_notes c JOIN members m ON m.tenant_id = c.tenant_id AND m.id = c.member_id
   WHERE c.customer_id = $1 AND c.removed_at IS NULL`,
)

/** The notes that stand, newest first. */
export async function notesOf(
  tx: Tx,
  customerId: string,
  before: Before,
  limit: number,
): Promise<CustomerNote[]> {
  const values = [customerId, before?.at ?? null, before?.id ?? null, limit]
  return (await tx.query<CustomerNote>(statement, values)).rows
}
