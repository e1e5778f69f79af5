/** One address that belongs to somebody else: it moves, with the conversations that were held through it alone. */
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { customersOf } from './customers-of.ts'
import { type LockedContact, lockContacts } from './lock-contacts.ts'
import { lockBoth, named } from './merge-contacts.ts'
import { lockConversationsOf, moveConversations } from './move-conversations.ts'
import { beforeSql, type MovedThings, recordMoved } from './moved.ts'
import { latestConversation } from './visible-contact.ts'

type IdentityRow = {
  id: string
  kind: string
  value: string
  name: string | null
  evidence: string
  before: NonNullable<MovedThings['identities'][number]['before']>
  others: number
}

/** The move did not touch it, so neither does taking it back. */
const wishGoesAlong = { optedOutAt: null, optedOutWords: null }

/**
 * Moves an address to another contact, or to a new one. A conversation in which somebody else of the contact wrote too
 * stays where it is. Refuses a contact's only address (conflict): then the two are merged.
 */
export async function moveIdentity(
  app: App,
  tx: Tx,
  who: Who,
  ids: { contactId: string; identityId: string; toContactId: string | null },
): Promise<{ id: string; contactId: string }> {
  if (ids.contactId === ids.toContactId) throw new Refusal('invalid', 'This address is theirs already.')
  const both = ids.toContactId ? await lockBoth(tx, who, ids.toContactId, ids.contactId) : null
  const from = both?.from ?? (await lockFrom(tx, who, ids.contactId))
  const identity = await findIdentity(tx, from.id, ids.identityId)
  const into = both?.into ?? (await newContact(tx, identity))
  const conversations = await lockConversationsOf(tx, [into.id, from.id])
  const along = new Set(await heldThrough(tx, from.id, identity.id))
  const moving = conversations.filter(each => along.has(each.id))
  const staying = conversations.filter(each => each.contact.id === into.id)
  const mergeId = newId()
  const move = { from: named(from), into: named(into), mergeId, kind: 'move' as const }
  const { closedChat, cleared } = await moveConversations(app, tx, who, move, {
    moving,
    staying,
    speaksFor: await customersOf(tx, into.id),
  })
  // Until when it was somebody's says nothing about the one it goes to; what its writer wished goes along.
  await tx.query('UPDATE identities SET contact_id = $2, evidence = $3, valid_until = NULL WHERE id = $1', [
    identity.id,
    into.id,
    `moved by ${who.name}`,
  ])
  await recordMoved(
    tx,
    who.memberId,
    { id: mergeId, kind: 'move', fromId: from.id, intoId: into.id },
    {
      identities: [
        { id: identity.id, evidence: identity.evidence, before: { ...identity.before, ...wishGoesAlong } },
      ],
      conversations: moving.map(each => each.id),
      links: [],
      closedChat,
      cleared,
    },
  )
  audit(tx, {
    action: 'contacts.move-identity',
    subject: { kind: 'contact', id: into.id, name: into.name },
    before: { contact: named(from) },
    after: { mergeId, identityId: identity.id, kind: identity.kind, conversations: moving.length },
  })
  return { id: mergeId, contactId: into.id }
}

async function lockFrom(tx: Tx, who: Who, contactId: string): Promise<LockedContact> {
  await latestConversation(tx, who, contactId)
  const from = (await lockContacts(tx, [contactId])).get(contactId)
  if (!from || from.mergedIntoId) throw new Refusal('conflict', 'This contact was merged meanwhile.')
  return from
}

async function findIdentity(tx: Tx, contactId: string, identityId: string): Promise<IdentityRow> {
  const { rows } = await tx.query<IdentityRow>(
    `SELECT id, kind, value, name, evidence, ${beforeSql} AS before,
       (SELECT count(*) FROM identities o WHERE o.contact_id = $1 AND o.id <> $2) AS others
     FROM identities WHERE contact_id = $1 AND id = $2`,
    [contactId, identityId],
  )
  const found = rows[0]
  if (!found) throw new Refusal('missing', 'This contact has no such address.')
  if (found.others === 0) {
    throw new Refusal('conflict', 'It is the only address of this contact; merge the two contacts instead.')
  }
  return found
}

async function newContact(tx: Tx, identity: IdentityRow): Promise<LockedContact> {
  const made = { id: newId(), name: identity.name ?? identity.value, mergedIntoId: null }
  await tx.query('INSERT INTO contacts (id, name) VALUES ($1, $2)', [made.id, made.name])
  return made
}

/** Conversations in which every message of the customer came from this address. */
async function heldThrough(tx: Tx, contactId: string, identityId: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT c.id FROM conversations c JOIN messages m ON m.tenant_id = c.tenant_id AND m.conversation_id = c.id
     WHERE c.contact_id = $1 AND m.direction = 'in' GROUP BY c.id HAVING bool_and(m.identity_id = $2)`,
    [contactId, identityId],
  )
  return rows.map(row => row.id)
}
