import type { Tx } from '../../db/client.ts'
import { Refusal } from '../../platform/refusal.ts'

type NewNote = {
  /** Made by the caller: writing the same id again writes nothing. */
  id: string
  customerId: string
  memberId: string
  text: string
  at: Date
}

/** Answers whether it was written now. Refuses an empty text (invalid) and an id of another note (conflict). */
export async function writeNote(tx: Tx, input: NewNote): Promise<boolean> {
  const text = input.text.trim()
  if (text === '') throw new Refusal('invalid', 'A note needs a text')
  const { rowCount } = await tx.query(
    `INSERT INTO customer_notes (id, customer_id, member_id, text, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING`,
    [input.id, input.customerId, input.memberId, text, input.at],
  )
  if (rowCount) return true
  const { rows } = await tx.query<{ isSame: boolean }>(
    `SELECT customer_id = $2 AND member_id = $3 AND text = $4 AND removed_at IS NULL AS "isSame"
     FROM customer_notes WHERE id = $1`,
    [input.id, input.customerId, input.memberId, text],
  )
  if (!rows[0]?.isSame) throw new Refusal('conflict', 'This id belongs to another note')
  return false
}
