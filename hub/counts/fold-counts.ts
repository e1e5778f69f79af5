/** Keeps the sums short: rows that say the same are folded into one. The numbers stay what they are at every moment. */
import type { App } from '../app.ts'

const enough = 500
const atOnce = 20_000

/** Folds a tenant's rows once there are many more than there need be; answers whether it did. */
export async function foldCounts(app: Pick<App, 'db'>, tenantId: string): Promise<boolean> {
  return app.db.withTenant(tenantId, async tx => {
    const { rows } = await tx.query<{ rows: number; kinds: number }>(
      {
        name: 'count-rows-of-counts',
        text: `SELECT sum(held)::int AS rows, count(*)::int AS kinds FROM (SELECT count(*) AS held
          FROM conversation_counts GROUP BY inbox_ids, assignee_id, asleep) kinds`,
      },
      [],
    )
    const held = rows[0]
    if (!held || held.rows < held.kinds + enough) return false
    // Rows another process folds at this moment are left to it.
    await tx.query({
      name: 'fold-counts',
      text: `WITH folded AS (DELETE FROM conversation_counts WHERE id IN
          (SELECT id FROM conversation_counts ORDER BY id LIMIT ${atOnce} FOR UPDATE SKIP LOCKED)
          RETURNING inbox_ids, assignee_id, asleep, n)
        INSERT INTO conversation_counts (inbox_ids, assignee_id, asleep, n)
        SELECT inbox_ids, assignee_id, asleep, sum(n) FROM folded GROUP BY 1, 2, 3 HAVING sum(n) <> 0`,
    })
    return true
  })
}
