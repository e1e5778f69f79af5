/** Raw items into the durable inbox: unique by (inbox, key), committed before the provider gets its answer. */
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'

export type RawArrival = { inboxId: string; key: string; raw: Buffer }
export type StoredRaw = RawArrival & { id: string; receivedAt: Date }

/** Stores what is new and answers it, in the order it came; known keys are left out. */
export async function storeRaw(tx: Tx, arrivals: RawArrival[]): Promise<StoredRaw[]> {
  if (arrivals.length === 0) return []
  const ids = arrivals.map(() => newId())
  const { rows } = await tx.query<{ id: string; received_at: Date }>(
    {
      name: 'store-raw',
      text: `INSERT INTO inbox_events (id, inbox_id, key, raw)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[])
        ON CONFLICT DO NOTHING RETURNING id, received_at`,
    },
    [
      ids,
      arrivals.map(each => each.inboxId),
      arrivals.map(each => each.key.slice(0, 300)),
      arrivals.map(each => each.raw),
    ],
  )
  const stored = new Map(rows.map(row => [row.id, row.received_at]))
  return arrivals.flatMap((each, at) => {
    const id = ids[at] as string
    const receivedAt = stored.get(id)
    return receivedAt ? [{ ...each, id, receivedAt }] : []
  })
}
