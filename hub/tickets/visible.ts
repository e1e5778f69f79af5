/**
 * The one predicate of who sees which ticket: list, board, item, counts, export and changes use it. Whoever may read
 * tickets sees all of the tenant; a reseller those of the customers they brought.
 */
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'

/** SQL on `t` (tickets); its parameter goes to position `$at`. */
export const ticketVisibleTo = (at: number) =>
  `($${at}::uuid IS NULL OR EXISTS (SELECT 1 FROM customers own WHERE own.id = t.customer_id AND own.reseller_id = $${at}))`

/** The parameter: null for those who see every customer. */
export const ownCustomersOf = (who: Who): string | null => (who.customers === 'own' ? who.memberId : null)

/** Refuses one they do not see as one that never was. */
export async function refuseUnseen(tx: Tx, who: Who, ticketId: string): Promise<void> {
  const { rowCount } = await tx.query(
    { name: 'sees-ticket', text: `SELECT 1 FROM tickets t WHERE ${ticketVisibleTo(1)} AND t.id = $2` },
    [ownCustomersOf(who), ticketId],
  )
  if (!rowCount) throw new Refusal('missing', 'There is no such ticket.')
}
