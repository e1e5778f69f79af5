/** Takes due deliveries for a while: whoever holds the lease sends, and a lease that ran out is simply taken again. */
import type { App } from '../app.ts'

export type Claimed = {
  deliveryId: string
  webhookId: string
  eventId: string
  /** This try included. */
  tries: number
  url: string
  /** Sealed. */
  secret: string
}

/** Longer than a request may take and its outcome needs to be written. */
export const leaseMs = 60_000

/** To one receiver at the same time from one process; one that fails gets a single line until it accepts something. */
export const perWebhook = 4

/**
 * Each webhook has its own places, so one that is slow or far behind keeps nobody waiting. Nothing is taken of
 * suspended tenants and disabled webhooks: their deliveries wait.
 */
const claimSql = `WITH room AS (
    SELECT w.id, w.url, w.secret,
      GREATEST(0, CASE WHEN w.failing_since IS NULL THEN ${perWebhook} ELSE 1 END - COALESCE(b.busy, 0)) AS places
    FROM webhooks w LEFT JOIN unnest($4::uuid[], $5::int[]) AS b(id, busy) ON b.id = w.id
    WHERE w.disabled_at IS NULL AND EXISTS (SELECT 1 FROM tenants t WHERE t.suspended_at IS NULL)
  ), due AS (
    SELECT d.id, room.url, room.secret FROM room CROSS JOIN LATERAL (
      SELECT x.id FROM webhook_deliveries x
      WHERE x.webhook_id = room.id
        AND ((x.state = 'waiting' AND x.next_try_at <= $1) OR (x.state = 'sending' AND x.lease_until <= $1))
      ORDER BY x.next_try_at, x.created_at LIMIT room.places FOR UPDATE OF x SKIP LOCKED) d
    LIMIT $2
  )
  UPDATE webhook_deliveries u SET state = 'sending', tries = u.tries + 1, lease_until = $3
  FROM due WHERE u.id = due.id
  RETURNING u.id AS "deliveryId", u.webhook_id AS "webhookId", u.event_id AS "eventId", u.tries, due.url, due.secret`

/** How many deliveries of each webhook the caller has on their way. */
export type Busy = ReadonlyMap<string, number>

/** At most `room` deliveries that are due at `now`, leased to the caller. */
export async function claimDue(
  app: App,
  tenantId: string,
  now: Date,
  { room, busy }: { room: number; busy: Busy },
): Promise<Claimed[]> {
  const { rows } = await app.db.withTenant(tenantId, tx =>
    tx.query<Claimed>({ name: 'webhook-claim', text: claimSql }, [
      now,
      room,
      new Date(now.getTime() + leaseMs),
      [...busy.keys()],
      [...busy.values()],
    ]),
  )
  return rows
}
