/** Rows of tickets in the API's words. */
import type { Tx } from '../../db/client.ts'
import { exactly } from '../../platform/newest-first.ts'
import type { Row } from './tickets.api.ts'

export type FoundTicket = {
  id: string
  number: number
  subject: string
  status: Row['status']
  priority: Row['priority']
  customer_id: string | null
  customer_name: string | null
  assignee_id: string | null
  assignee_name: string | null
  created_at: Date
  updated_at: Date
  resolved_at: Date | null
  last_seq: number
  /** To the microsecond, for cursors. */
  created_key: string
  updated_key: string
}

/** Names by scalar look-ups, so that the index of the order is walked whatever else is asked. */
export const ticketColumns = `t.id, t.number, t.subject, t.status, t.priority, t.customer_id,
  (SELECT cu.name FROM customers cu WHERE cu.tenant_id = t.tenant_id AND cu.id = t.customer_id) AS customer_name,
  t.assignee_id, (SELECT m.name FROM members m WHERE m.tenant_id = t.tenant_id AND m.id = t.assignee_id) AS assignee_name,
  t.created_at, t.updated_at, t.resolved_at, t.last_seq,
  ${exactly('t.created_at')} AS created_key, ${exactly('t.updated_at')} AS updated_key`

export const ticketRowOf = (row: FoundTicket): Row => ({
  id: row.id,
  number: row.number,
  subject: row.subject,
  status: row.status,
  priority: row.priority,
  customer: row.customer_id ? { id: row.customer_id, name: row.customer_name ?? '' } : null,
  assignee: row.assignee_id ? { id: row.assignee_id, name: row.assignee_name ?? '' } : null,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  resolvedAt: row.resolved_at?.toISOString() ?? null,
  lastSeq: row.last_seq,
})

/** One row as it is now; the caller has made sure that it is there and may be seen. */
export async function readTicketRow(tx: Tx, id: string): Promise<Row> {
  const { rows } = await tx.query<FoundTicket>(
    { name: 'ticket-row', text: `SELECT ${ticketColumns} FROM tickets t WHERE t.id = $1` },
    [id],
  )
  if (!rows[0]) throw new Error(`ticket ${id} is not there`)
  return ticketRowOf(rows[0])
}
