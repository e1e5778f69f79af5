/** Where a change of a contact's addresses is told: in what goes on with them, since it may open or close ways to answer. */
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import {
  ConversationLog,
  type LockedConversation,
  lockConversations,
} from '../conversations/conversation-log.ts'
import { publish } from '../conversations/publish.ts'
import { type LockedContact, lockContacts } from './lock-contacts.ts'
import { latestConversation } from './visible-contact.ts'

/** `conversations`: the open ones and the latest this member sees, locked. */
export type HeldContact = { contact: LockedContact; conversations: LockedConversation[] }

/** Locks a contact this member sees, and `besides`. Refuses (conflict) one that was merged meanwhile. */
export async function holdContact(
  tx: Tx,
  who: Who,
  contactId: string,
  besides: string[] = [],
): Promise<HeldContact> {
  const latest = await latestConversation(tx, who, contactId)
  const contact = (await lockContacts(tx, [contactId, ...besides])).get(contactId)
  if (!contact || contact.mergedIntoId) throw new Refusal('conflict', 'This contact was merged meanwhile.')
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM conversations WHERE contact_id = $1 AND (status <> 'resolved' OR id = $2)`,
    [contactId, latest],
  )
  const locked = await lockConversations(
    tx,
    rows.map(row => row.id),
  )
  return { contact, conversations: [...locked.values()] }
}

type AddressChange = {
  address: { kind: string; value: string }
  change: 'added' | 'opted-out' | 'opted-in' | 'ended' | 'theirs'
  until?: string
}

export async function tellContact(
  app: App,
  tx: Tx,
  who: Who,
  { conversations }: HeldContact,
  changes: AddressChange[],
): Promise<void> {
  const log = new ConversationLog(app.clock.now())
  const actor = { id: who.memberId, name: who.name }
  for (const each of conversations) {
    for (const data of changes) log.append(each, { type: 'contact.changed', actor, data })
  }
  const published = await log.save(tx)
  tx.afterCommit(() => publish(app.live, who.tenantId, published))
}
