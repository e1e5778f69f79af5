import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'

export type HeldReply = { id: string; title: string; text: string; memberId: string | null }

/** Whose answers are meant: everybody's, or the member's own. */
export type Shelf = 'shared' | 'own'

export const ownerOf = (who: Who, shelf: Shelf): string | null => (shelf === 'shared' ? null : who.memberId)

/** An answer on that shelf, locked; to anybody else it is not there. */
export async function holdReply(tx: Tx, who: Who, shelf: Shelf, id: string): Promise<HeldReply> {
  const { rows } = await tx.query<HeldReply>(
    `SELECT id, title, text, member_id AS "memberId" FROM canned_replies
     WHERE id = $1 AND member_id IS NOT DISTINCT FROM $2::uuid FOR UPDATE`,
    [id, ownerOf(who, shelf)],
  )
  if (!rows[0]) throw new Refusal('missing', 'There is no such ready-made answer.')
  return rows[0]
}

/** One the member may change: their own, or everybody's where they write those. */
export const holdWritableReply = (tx: Tx, who: Who, id: string): Promise<HeldReply> =>
  holdReply(tx, who, 'own', id).catch(error => {
    if (!who.permissions.includes('replies.manage')) throw error
    return holdReply(tx, who, 'shared', id)
  })
