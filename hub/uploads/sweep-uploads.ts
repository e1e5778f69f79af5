import type { App } from '../app.ts'

const keptMs = 24 * 3_600_000

/** Forgets files that were put into a composer and not sent within a day; answers how many. */
export async function sweepUploads(app: App, tenantId: string): Promise<number> {
  const { rowCount } = await app.db.withTenant(tenantId, tx =>
    tx.query('DELETE FROM uploads WHERE canned_reply_id IS NULL AND created_at < $1', [
      new Date(app.clock.now().getTime() - keptMs),
    ]),
  )
  return rowCount ?? 0
}
