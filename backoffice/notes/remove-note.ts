import type { Tx } from '../../db/client.ts'
import { Refusal } from '../../platform/refusal.ts'

/** Takes a note down; its row is kept. Refuses one that is not there (missing). */
export async function removeNote(
  tx: Tx,
  { id, customerId, at }: { id: string; customerId: string; at: Date },
): Promise<void> {
  const { rowCount } = await tx.query(
    'UPDATE customer_notes SET removed_at = $3 WHERE id = $1 AND customer_id = $2 AND removed_at IS NULL',
    [id, customerId, at],
  )
  if (!rowCount) throw new Refusal('missing', 'There is no such note.')
}
