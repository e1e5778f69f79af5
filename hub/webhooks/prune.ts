import type { App } from '../app.ts'

/** Deliveries that are over stay this long for looking and replaying. */
const keptMs = 30 * 24 * 3_600_000
const atOnce = 1_000
const mostRounds = 100

/** Removes deliveries that have been over for 30 days, with their attempts. Answers how many. */
export async function pruneDeliveries(app: App, tenantId: string, now: Date): Promise<number> {
  let removed = 0
  for (let round = 0; round < mostRounds; round++) {
    const { rowCount } = await app.db.withTenant(tenantId, tx =>
      tx.query(
        `DELETE FROM webhook_deliveries WHERE id IN (
           SELECT d.id FROM webhooks w CROSS JOIN LATERAL (
             SELECT x.id FROM webhook_deliveries x
             WHERE x.webhook_id = w.id AND x.created_at < $1 AND x.state IN ('delivered', 'dead') LIMIT $2) d
           LIMIT $2)`,
        [new Date(now.getTime() - keptMs), atOnce],
      ),
    )
    removed += rowCount ?? 0
    if ((rowCount ?? 0) < atOnce) return removed
  }
  return removed
}
