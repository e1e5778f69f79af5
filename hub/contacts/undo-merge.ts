/** A merge or move taken back: exactly what moved returns, as far as it is still there. What came after stays. */
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import type { LockedConversation } from '../conversations/conversation-log.ts'
import { type LockedContact, lockContacts } from './lock-contacts.ts'
import { addLink, named } from './merge-contacts.ts'
import { lockConversationsOf } from './move-conversations.ts'
import { Moved, type MovedThings } from './moved.ts'
import { returnConversations } from './return-conversations.ts'
import { followMerged, latestConversation } from './visible-contact.ts'

type Merge = {
  id: string
  kind: 'merge' | 'move'
  from: LockedContact
  into: LockedContact
  moved: MovedThings
}

/** Refuses (conflict) what was taken back already, and what moved on since: that has to be taken back first. */
export async function undoMerge(
  app: App,
  tx: Tx,
  who: Who,
  mergeId: string,
): Promise<{ id: string; contactId: string }> {
  const merge = await lockMerge(tx, who, mergeId)
  const conversations = await lockConversationsOf(tx, [merge.from.id, merge.into.id])
  await returnIdentities(tx, merge)
  await returnLinks(tx, merge)
  await returnConversations(app, tx, who, merge, conversations)
  if (merge.kind === 'merge') await setMerged(tx, merge.from.id, null)
  else await closeEmpty(tx, merge, conversations)
  await tx.query('UPDATE contact_merges SET undone_at = $2 WHERE id = $1', [mergeId, app.clock.now()])
  audit(tx, {
    action: 'contacts.unmerge',
    subject: { kind: 'contact', id: merge.from.id, name: merge.from.name },
    before: { contact: named(merge.into) },
    after: {
      mergeId,
      identities: merge.moved.identities.length,
      conversations: merge.moved.conversations.length,
    },
  })
  return { id: mergeId, contactId: merge.from.id }
}

type Row = {
  kind: 'merge' | 'move'
  from_contact_id: string
  into_contact_id: string
  moved: unknown
  undone_at: Date | null
}

async function lockMerge(tx: Tx, who: Who, id: string): Promise<Merge> {
  const { rows } = await tx.query<Row>(
    `SELECT kind, from_contact_id, into_contact_id, moved, undone_at FROM contact_merges WHERE id = $1 FOR UPDATE`,
    [id],
  )
  const row = rows[0]
  if (!row) throw new Refusal('missing', 'There is no such merge.')
  const locked = await lockContacts(tx, [row.from_contact_id, row.into_contact_id])
  const [from, into] = [locked.get(row.from_contact_id), locked.get(row.into_contact_id)]
  const today = await followMerged(tx, row.into_contact_id)
  if (!from || !into || !today) throw new Refusal('missing', 'There is no such merge.')
  await latestConversation(tx, who, today)
  if (row.undone_at) throw new Refusal('conflict', 'This was taken back already.')
  for (const contact of row.kind === 'merge' ? [into] : [into, from]) {
    if (contact.mergedIntoId) {
      throw new Refusal(
        'conflict',
        `${contact.name} was merged with another contact since; take that back first.`,
      )
    }
  }
  return { id, kind: row.kind, from, into, moved: Moved.parse(row.moved) }
}

async function returnIdentities(tx: Tx, { from, into, moved }: Merge): Promise<void> {
  for (const { id, evidence, before } of moved.identities) {
    const { rowCount } = await tx.query(
      'UPDATE identities SET contact_id = $2, evidence = $3 WHERE id = $1 AND contact_id = $4',
      [id, from.id, evidence, into.id],
    )
    if (rowCount === 0) {
      throw new Refusal(
        'conflict',
        'One of the addresses was moved to another contact since; move it back first.',
      )
    }
    if (before) {
      const { name, validUntil, optedOutAt, optedOutWords } = before
      await tx.query(restoreStanding, [id, name, validUntil, optedOutAt, optedOutWords])
    }
  }
}

/** Whoever asked not to be written to in between is left in peace. */
const restoreStanding = `UPDATE identities SET name = $2, valid_until = $3, opted_out_at = COALESCE(opted_out_at, $4),
  opted_out_words = CASE WHEN opted_out_at IS NULL THEN $5 ELSE opted_out_words END WHERE id = $1`

/** A link taken away meanwhile stays away; one that both had is given back to both. */
async function returnLinks(tx: Tx, { from, into, moved }: Merge): Promise<void> {
  for (const link of moved.links) {
    if (link.added) {
      const { rowCount } = await tx.query(
        'DELETE FROM contact_customers WHERE contact_id = $1 AND customer_id = $2',
        [into.id, link.customerId],
      )
      if (rowCount === 0) continue
    }
    await addLink(tx, from.id, link)
  }
}

/** A contact made for a moved address has nothing left: its id goes on standing for the one it came from. */
async function closeEmpty(tx: Tx, { from, into }: Merge, conversations: LockedConversation[]): Promise<void> {
  if (conversations.some(each => each.contact.id === into.id)) return
  const { rowCount } = await tx.query('SELECT 1 FROM identities WHERE contact_id = $1 LIMIT 1', [into.id])
  if (rowCount === 0) await setMerged(tx, into.id, from.id)
}

async function setMerged(tx: Tx, id: string, intoId: string | null): Promise<void> {
  await tx.query('UPDATE contacts SET merged_into_id = $2 WHERE id = $1', [id, intoId])
}
