import type { Tx } from '../../db/client.ts'
import { followMerged } from './visible-contact.ts'

export type SharedContact = { id: string; name: string }

/**
 * The contacts these ids stand for. Each is held until the message is in: a merge at this very moment waits, and one that
 * was faster is followed, so that no message opens a conversation with a contact that is no more.
 */
export async function shareContacts(tx: Tx, ids: string[]): Promise<Map<string, SharedContact>> {
  const { rows } = await tx.query<SharedContact & { merged_into_id: string | null }>(
    {
      name: 'share-contacts',
      text: 'SELECT id, name, merged_into_id FROM contacts WHERE id = ANY($1) ORDER BY id FOR SHARE',
    },
    [ids],
  )
  const found = new Map<string, SharedContact>()
  for (const row of rows) {
    const into = row.merged_into_id === null ? null : await followMerged(tx, row.id)
    const survivor = into ? (await shareContacts(tx, [into])).get(into) : row
    if (survivor) found.set(row.id, { id: survivor.id, name: survivor.name })
  }
  return found
}
