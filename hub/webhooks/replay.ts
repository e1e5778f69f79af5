/** Putting deliveries back into the queue, because a person said so. They keep their webhook-id. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { noSuchDelivery, readDelivery } from './find-deliveries.ts'
import { findWebhook, type WebhookView } from './find-webhooks.ts'
import type { Delivery } from './webhooks.api.ts'

const requeue = `UPDATE webhook_deliveries SET state = 'waiting', tries = 0, next_try_at = $2, lease_until = NULL,
  delivered_at = NULL`

/** Sends one delivery again that is over, accepted or not. */
export async function replayDelivery(app: App, tx: Tx, id: string): Promise<z.infer<typeof Delivery>> {
  const { rows } = await tx.query<{ state: string; webhook_id: string }>(
    'SELECT state, webhook_id FROM webhook_deliveries WHERE id = $1 FOR UPDATE',
    [id],
  )
  const row = rows[0]
  if (!row) throw noSuchDelivery()
  const webhook = await findWebhook(tx, row.webhook_id)
  refuseOff(webhook)
  if (row.state !== 'delivered' && row.state !== 'dead') {
    throw new Refusal('conflict', 'This delivery is still under way; it is tried again by itself.')
  }
  await tx.query(`${requeue} WHERE id = $1`, [id, app.clock.now()])
  note(tx, webhook, { deliveryId: id, queued: 1 })
  return readDelivery(tx, id)
}

/** Tries everything again that was given up and happened at `since` or later. */
export async function replaySince(app: App, tx: Tx, id: string, since: string): Promise<{ queued: number }> {
  const webhook = await findWebhook(tx, id)
  refuseOff(webhook)
  const { rowCount } = await tx.query(
    `${requeue} WHERE webhook_id = $1 AND state = 'dead' AND created_at >= $3`,
    [id, app.clock.now(), since],
  )
  const queued = rowCount ?? 0
  note(tx, webhook, { since, queued })
  return { queued }
}

function refuseOff(webhook: WebhookView): void {
  if (!webhook.enabled) throw new Refusal('conflict', 'This webhook is switched off. Switch it on first.')
}

const note = (tx: Tx, webhook: WebhookView, after: Record<string, unknown>) =>
  audit(tx, {
    action: 'webhooks.replay',
    subject: { kind: 'webhook', id: webhook.id, name: webhook.name },
    after,
  })
