import type { Tx } from '../../db/client.ts'

export type LockedContact = { id: string; name: string; mergedIntoId: string | null }

/**
 * Locks contacts in id order, so that two merges never wait for each other. Rows that only refer to a contact are not
 * held up; an incoming message, which decides by the contact where it belongs, waits (meet.ts takes a share).
 */
export async function lockContacts(tx: Tx, ids: string[]): Promise<Map<string, LockedContact>> {
  const { rows } = await tx.query<{ id: string; name: string; merged_into_id: string | null }>(
    'SELECT id, name, merged_into_id FROM contacts WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE',
    [ids],
  )
  return new Map(rows.map(row => [row.id, { id: row.id, name: row.name, mergedIntoId: row.merged_into_id }]))
}
