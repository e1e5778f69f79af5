/** Writes what came of a try: the attempt, the delivery's next state, and how the webhook fares. */
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import type { App } from '../app.ts'
import { waitMs } from './backoff.ts'
import type { Claimed } from './claim.ts'
import { disableFailing } from './disable.ts'
import { accepted, type Outcome } from './post.ts'

/** A webhook whose every delivery failed for this long is switched off. */
export const patienceMs = 5 * 24 * 3_600_000

const gone = 410

/** `now`: when the try began. A delivery that was removed, or taken over after its lease, keeps its state. */
export async function settle(
  app: App,
  tenantId: string,
  claimed: Claimed,
  outcome: Outcome,
  now: Date,
): Promise<void> {
  const endedAt = new Date(now.getTime() + outcome.durationMs)
  await app.db.withTenant(tenantId, async tx => {
    const { rows } = await tx.query<{ state: string; tries: number }>(
      'SELECT state, tries FROM webhook_deliveries WHERE id = $1 FOR UPDATE',
      [claimed.deliveryId],
    )
    const row = rows[0]
    if (!row) return
    await tx.query(
      'INSERT INTO webhook_attempts (id, delivery_id, at, status, words, duration_ms) VALUES ($1, $2, $3, $4, $5, $6)',
      [newId(), claimed.deliveryId, endedAt, outcome.status, outcome.words, outcome.durationMs],
    )
    const ours = row.state === 'sending' && row.tries === claimed.tries
    if (accepted(outcome)) await settleAccepted(tx, claimed, endedAt)
    else if (ours) await settleRefused(app, tx, claimed, outcome, endedAt)
  })
}

/** Accepted is accepted, whoever holds the lease by now. */
async function settleAccepted(tx: Tx, claimed: Claimed, endedAt: Date): Promise<void> {
  await tx.query(
    `UPDATE webhook_deliveries SET state = 'delivered', delivered_at = $2, lease_until = NULL WHERE id = $1`,
    [claimed.deliveryId, endedAt],
  )
  await tx.query('UPDATE webhooks SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL', [
    claimed.webhookId,
  ])
}

async function settleRefused(
  app: App,
  tx: Tx,
  claimed: Claimed,
  outcome: Outcome,
  endedAt: Date,
): Promise<void> {
  const wait = outcome.status === gone ? null : waitMs(claimed.tries, Math.random(), outcome.retryAfterMs)
  await tx.query(
    `UPDATE webhook_deliveries SET state = $2, next_try_at = COALESCE($3, next_try_at), lease_until = NULL WHERE id = $1`,
    [
      claimed.deliveryId,
      wait === null ? 'dead' : 'waiting',
      wait === null ? null : new Date(endedAt.getTime() + wait),
    ],
  )
  const { rows } = await tx.query<{ failing_since: Date }>(
    'UPDATE webhooks SET failing_since = COALESCE(failing_since, $2) WHERE id = $1 RETURNING failing_since',
    [claimed.webhookId, endedAt],
  )
  const since = rows[0]?.failing_since
  if (outcome.status === gone) {
    await disableFailing(
      app,
      tx,
      claimed.webhookId,
      'The receiver answered 410: it wants no more deliveries.',
      endedAt,
    )
  } else if (since && endedAt.getTime() - since.getTime() >= patienceMs) {
    await disableFailing(
      app,
      tx,
      claimed.webhookId,
      `Every delivery failed for 5 days. The last one: ${outcome.words}`,
      endedAt,
    )
  }
}
