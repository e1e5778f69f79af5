/** Recording what happened, in the transaction of the change itself: for screens and programs, and in the audit trail. */
import type { Tx } from '../db/client.ts'
import { audit } from './audit/index.ts'
import { newId } from './ids.ts'

/** An event outside a conversation (a session, an inbox change). Conversation events take their seq in hub/. */
export async function recordEvent(
  tx: Tx,
  event: {
    type: string
    customerId?: string | null
    actorId?: string | null
    data?: Record<string, unknown>
  },
): Promise<void> {
  await tx.query(
    {
      name: 'record-event',
      text: 'INSERT INTO events (id, customer_id, type, actor_id, data) VALUES ($1, $2, $3, $4, $5)',
    },
    [newId(), event.customerId ?? null, event.type, event.actorId ?? null, event.data ?? {}],
  )
  audit(tx, {
    action: event.type,
    ...(event.customerId ? { subject: { kind: 'customer', id: event.customerId } } : {}),
    after: event.data ?? null,
  })
}

/** The next gap-free number of a series; its row stays locked until the transaction ends. */
export async function nextNumber(tx: Tx, name: string): Promise<number> {
  const { rows } = await tx.query<{ value: number }>(
    `INSERT INTO counters (name, value) VALUES ($1, 1)
     ON CONFLICT (tenant_id, name) DO UPDATE SET value = counters.value + 1 RETURNING value`,
    [name],
  )
  return rows[0]?.value ?? 1
}
