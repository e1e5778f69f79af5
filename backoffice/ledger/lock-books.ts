import type { Tx } from '../../db/client.ts'
import { Refusal } from '../../platform/refusal.ts'

/**
 * One change of a customer's money at a time: holds the customer's row until the transaction ends, so what is read
 * after it (open amounts, balance) stays true while it is acted on. Refuses an unknown customer (missing).
 * Several customers are locked in the order of their ids, so that two callers cannot wait for each other.
 */
export async function lockBooks(tx: Tx, customerIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(customerIds)]
  if (wanted.length === 0) return
  const { rowCount } = await tx.query(
    {
      name: 'lock-books',
      text: 'SELECT 1 FROM customers WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE',
    },
    [wanted],
  )
  if (rowCount !== wanted.length) throw new Refusal('missing', 'There is no such customer')
}
