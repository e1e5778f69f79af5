import type { Tx } from '../../db/client.ts'
import { type Before, newestFirst } from '../../platform/newest-first.ts'

export type AuditedChange = {
  at: string
  id: string
  action: string
  author: string
  reason: string | null
  after: Record<string, unknown> | null
}

const statement = newestFirst(
  'x.action, x.author, x.reason, x.after',
  `SELECT a.at AS moment, a.seq::text AS id, a.action, a.actor_name AS author, a.reason, a.after FROM audit a
   WHERE a.subject_id = $1 AND a.action <> 'customers.note' AND NOT EXISTS
     (SELECT 1 FROM events e WHERE e.customer_id = $1::uuid AND e.type = a.action)`,
)

/**
 * Entries of the trail about a customer, newest first; without those of notes that stand, and of what is an event
 * besides, which the timeline tells anyhow.
 */
export async function auditedChanges(
  tx: Tx,
  customerId: string,
  before: Before,
  limit: number,
): Promise<AuditedChange[]> {
  const values = [customerId, before?.at ?? null, before?.id ?? null, limit]
  return (await tx.query<AuditedChange>(statement, values)).rows
}
