/** What was told, what waits and what was given up, newest first. */
import { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { cursorOf } from '../../platform/http/cursor.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import { findWebhook } from './find-webhooks.ts'
import { readPayload } from './payload.ts'
import { mayRead } from './subscribing.ts'
import type { Attempt, Delivery, DeliveryDetail, deliveriesQuery } from './webhooks.api.ts'

type Row = {
  id: string
  webhook_id: string
  event_id: string
  event_type: string
  state: z.infer<typeof Delivery>['state']
  tries: number
  next_try_at: Date
  created_at: Date
  created_us: string
  delivered_at: Date | null
}

const columns = `d.id, d.webhook_id, d.event_id, d.event_type, d.state, d.tries, d.next_try_at, d.created_at, d.delivered_at,
  (extract(epoch FROM d.created_at) * 1000000)::bigint::text AS created_us`

const pageSql = `SELECT ${columns} FROM webhook_deliveries d
  WHERE d.webhook_id = $1 AND ($2::text IS NULL OR d.state = $2)
    AND ($3::bigint IS NULL
      OR (d.created_at, d.id) < (to_timestamp(0) + $3::bigint * interval '1 microsecond', $4::uuid))
  ORDER BY d.created_at DESC, d.id DESC LIMIT $5`

/** One page; `next` is the cursor of the following one. */
export async function findDeliveries(tx: Tx, webhookId: string, query: z.infer<typeof deliveriesQuery>) {
  await findWebhook(tx, webhookId)
  const from = cursor.read(query.cursor)
  const { rows } = await tx.query<Row>(pageSql, [
    webhookId,
    query.state ?? null,
    from?.us ?? null,
    from?.id ?? null,
    query.limit + 1,
  ])
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const next = rows.length > query.limit && last ? cursor.write({ us: last.created_us, id: last.id }) : null
  return { items: page.map(deliveryOf), next }
}

// In microseconds, as the database keeps them: of deliveries of one moment none is skipped.
const cursor = cursorOf('deliveries', z.object({ us: z.string().regex(/^\d{1,16}$/), id: z.uuid() }))

/** One delivery with its tries; the payload only for those who may read the event where it happened. */
export async function findDelivery(tx: Tx, who: Who, id: string): Promise<z.infer<typeof DeliveryDetail>> {
  const delivery = await readDelivery(tx, id)
  const { rows } = await tx.query<Omit<z.infer<typeof Attempt>, 'at'> & { at: Date }>(
    `SELECT at, status, words, duration_ms AS "durationMs" FROM webhook_attempts
     WHERE delivery_id = $1 ORDER BY at DESC, id DESC LIMIT 100`,
    [id],
  )
  return {
    ...delivery,
    payload: mayRead(who, delivery.eventType) ? await readPayload(tx, delivery.eventId) : null,
    attempts: rows.map(row => ({ ...row, at: row.at.toISOString() })),
  }
}

export async function readDelivery(tx: Tx, id: string): Promise<z.infer<typeof Delivery>> {
  const { rows } = await tx.query<Row>(`SELECT ${columns} FROM webhook_deliveries d WHERE d.id = $1`, [id])
  if (!rows[0]) throw noSuchDelivery()
  return deliveryOf(rows[0])
}

export const noSuchDelivery = () => new Refusal('missing', 'There is no such delivery.')

const deliveryOf = (row: Row): z.infer<typeof Delivery> => ({
  id: row.id,
  webhookId: row.webhook_id,
  eventId: row.event_id,
  eventType: row.event_type,
  state: row.state,
  tries: row.tries,
  nextTryAt: row.state === 'waiting' ? row.next_try_at.toISOString() : null,
  createdAt: row.created_at.toISOString(),
  deliveredAt: row.delivered_at?.toISOString() ?? null,
})
