/** A browser of one tenant's person that takes web push, what it is still to be told, and what is still to be decided on. */
import { sealKeys } from '../../hub/push/keys.ts'
import type { Installation } from './installation.ts'
import { pushKeys } from './samples-push.ts'
import type { TenantWorld } from './tenant-world.ts'

/** Puts back what a route may have removed, under the same ids. */
export async function restorePush(at: Installation, { tenantId, ids, mark }: TenantWorld): Promise<void> {
  const keys = await sealKeys(at.app, tenantId, ids.pushBrowser, pushKeys())
  await at.app.db.withTenant(tenantId, async tx => {
    await tx.query('DELETE FROM push_subscriptions WHERE id <> $1', [ids.pushBrowser])
    await tx.query(
      `INSERT INTO push_subscriptions (id, member_id, session_id, endpoint, keys)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
      [ids.pushBrowser, ids.member, `${mark} session`, `http://127.0.0.1:9/send/${mark}`, keys],
    )
    await tx.query(
      `INSERT INTO push_notices (id, subscription_id, conversation_id, event_id, kind, next_try_at)
       SELECT $1, $1, $2, id, 'message', now() + interval '1 day' FROM events LIMIT 1 ON CONFLICT DO NOTHING`,
      [ids.pushBrowser, ids.conversation],
    )
    await tx.query(
      `INSERT INTO push_events (event_id) SELECT id FROM events ORDER BY id LIMIT 1 ON CONFLICT DO NOTHING`,
    )
  })
}
