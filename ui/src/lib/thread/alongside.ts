/** What else is open with the same person, as the screen knows it now. Pure. */
import type { ConversationListItem } from '../api/types.ts'
import type { Rows } from '../live/rows.ts'

/**
 * The server's last answer, overruled by rows that live events brought further since; latest first. A row is trusted
 * about being open and about whose it is, so one that was resolved or moved meanwhile is gone.
 */
export function alongsideNow(
  answered: ConversationListItem[],
  rows: Rows,
  { id, contact }: Pick<ConversationListItem, 'id' | 'contact'>,
): ConversationListItem[] {
  return answered
    .map(item => {
      const row = rows.get(item.id)
      if (!row) return item
      return {
        ...(row.lastSeq >= item.lastSeq ? row : item),
        readCount: Math.max(row.readCount, item.readCount),
      }
    })
    .filter(item => item.id !== id && item.status === 'open' && item.contact.id === contact.id)
    .sort((a, b) => (a.lastMessageAt < b.lastMessageAt ? 1 : -1))
}
