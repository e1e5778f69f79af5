/** Browsers whose session is over, or whose member is disabled: their rows go, and what they were still to be told. */
import { livingSessions } from '../../platform/identity/living-sessions.ts'
import type { App } from '../app.ts'

type Row = { id: string; session_id: string; disabled: boolean }

/** Answers how many went. */
export async function forgetEnded(app: App, tenantId: string): Promise<number> {
  const { rows } = await app.db.withTenant(tenantId, tx =>
    tx.query<Row>(
      {
        name: 'push-sessions',
        text: `SELECT s.id, s.session_id, m.disabled_at IS NOT NULL AS disabled
          FROM push_subscriptions s JOIN members m ON m.id = s.member_id`,
      },
      [],
    ),
  )
  if (rows.length === 0) return 0
  const living = await livingSessions(app.db, [...new Set(rows.map(row => row.session_id))])
  const ended = rows.filter(row => row.disabled || !living.has(row.session_id)).map(row => row.id)
  if (ended.length === 0) return 0
  await app.db.withTenant(tenantId, tx =>
    tx.query('DELETE FROM push_subscriptions WHERE id = ANY($1)', [ended]),
  )
  return ended.length
}
