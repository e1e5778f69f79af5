/** Webhooks as people see them: without their secret, with how they fare. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Webhook } from './webhooks.api.ts'

type Row = {
  id: string
  name: string
  url: string
  events: string[]
  created_at: Date
  disabled_at: Date | null
  disabled_reason: string | null
  failing_since: Date | null
  last_delivered_at: Date | null
  waiting: number
  dead: number
}

const webhooksSql = `SELECT w.id, w.name, w.url, w.events, w.created_at, w.disabled_at, w.disabled_reason, w.failing_since,
    (SELECT d.delivered_at FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 'delivered'
      ORDER BY d.created_at DESC LIMIT 1) AS last_delivered_at,
    (SELECT count(*) FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state IN ('waiting', 'sending')) AS waiting,
    (SELECT count(*) FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 'dead') AS dead
  FROM webhooks w WHERE $1::uuid IS NULL OR w.id = $1 ORDER BY w.name, w.id`

export type WebhookView = z.infer<typeof Webhook>

export async function listWebhooks(tx: Tx): Promise<{ items: WebhookView[] }> {
  const { rows } = await tx.query<Row>(webhooksSql, [null])
  return { items: rows.map(webhookOf) }
}

export async function findWebhook(tx: Tx, id: string): Promise<WebhookView> {
  const { rows } = await tx.query<Row>(webhooksSql, [id])
  if (!rows[0]) throw noSuchWebhook()
  return webhookOf(rows[0])
}

export const noSuchWebhook = () => new Refusal('missing', 'There is no such webhook.')

const webhookOf = (row: Row): WebhookView => ({
  id: row.id,
  name: row.name,
  url: row.url,
  events: row.events,
  enabled: row.disabled_at === null,
  createdAt: row.created_at.toISOString(),
  disabledAt: row.disabled_at?.toISOString() ?? null,
  disabledReason: row.disabled_reason,
  failingSince: row.failing_since?.toISOString() ?? null,
  lastDeliveredAt: row.last_delivered_at?.toISOString() ?? null,
  waiting: row.waiting,
  dead: row.dead,
})
