/** Finds what was stored but not received: the process died, the database was away, a receipt came too early. */
import type { App } from '../app.ts'
import { receive } from './receive.ts'

const batch = 100

/** Receives a tenant's items older than `olderThanMs`, oldest first. Answers how many it found. */
export async function sweepInbox(app: App, tenantId: string, olderThanMs: number): Promise<number> {
  const { rows } = await app.db.withTenant(tenantId, tx =>
    tx.query<{ id: string; inbox_id: string; key: string; raw: Buffer; received_at: Date }>(
      `SELECT id, inbox_id, key, raw, received_at FROM inbox_events
       WHERE state = 'new' AND received_at <= now() - $1 * interval '1 millisecond'
         AND (next_try_at IS NULL OR next_try_at <= now())
       ORDER BY received_at LIMIT $2`,
      [olderThanMs, batch],
    ),
  )
  if (rows.length > 0) {
    await receive(
      app,
      tenantId,
      rows.map(row => ({
        id: row.id,
        inboxId: row.inbox_id,
        key: row.key,
        raw: row.raw,
        receivedAt: row.received_at,
      })),
    )
  }
  return rows.length
}
