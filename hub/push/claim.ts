/** Takes due notices for a while: whoever holds the lease sends, and a lease that ran out is simply taken again. */
import type { App } from '../app.ts'

/** A browser of a member, as it stands in its row. */
export type Browser = {
  subscriptionId: string
  memberId: string
  sessionId: string
  endpoint: string
  /** Sealed. */
  keys: string
}

export type Claimed = Browser & {
  noticeId: string
  conversationId: string
  eventId: string
  kind: string
  /** This try included. */
  tries: number
}

/** Longer than two requests may take and their outcome needs to be written. */
export const leaseMs = 60_000

/** Nothing is taken of suspended tenants, of browsers that were switched off and of members who are disabled. */
const claimSql = `WITH due AS (
    SELECT n.id, s.id AS subscription_id, s.member_id, s.session_id, s.endpoint, s.keys
    FROM push_notices n
    JOIN push_subscriptions s ON s.id = n.subscription_id AND s.is_wanted
    JOIN members m ON m.id = s.member_id AND m.disabled_at IS NULL
    WHERE n.next_try_at <= $1 AND (n.lease_until IS NULL OR n.lease_until <= $1)
      AND EXISTS (SELECT 1 FROM tenants t WHERE t.suspended_at IS NULL)
    ORDER BY n.next_try_at LIMIT $2 FOR UPDATE OF n SKIP LOCKED
  )
  UPDATE push_notices u SET tries = u.tries + 1, lease_until = $3
  FROM due WHERE u.id = due.id
  RETURNING u.id AS "noticeId", u.conversation_id AS "conversationId", u.event_id AS "eventId", u.kind, u.tries,
    due.subscription_id AS "subscriptionId", due.member_id AS "memberId", due.session_id AS "sessionId",
    due.endpoint, due.keys`

/** At most `room` notices that are due at `now`, leased to the caller. */
export async function claimDue(app: App, tenantId: string, now: Date, room: number): Promise<Claimed[]> {
  const { rows } = await app.db.withTenant(tenantId, tx =>
    tx.query<Claimed>({ name: 'push-claim', text: claimSql }, [now, room, new Date(now.getTime() + leaseMs)]),
  )
  return rows
}
