/** An address that is no longer its contact's goes to somebody else; what was said through it before stays where it was. */
import type { Address } from '../../channels/channel.ts'
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import { cleanText } from '../conversations/clean-text.ts'
import { contactFor, dropNew } from './contact-for.ts'
import { customersOf } from './customers-of.ts'
import { beforeSql, type MovedThings, recordMoved } from './moved.ts'
import type { SharedContact } from './share-contacts.ts'

type Gone = { identityId: string; contact: SharedContact }
export type MovedOn = { mergeId: string; from: SharedContact; into: SharedContact }

/** Somebody new writes from it. Null when another transaction was faster: then it is theirs already. */
export async function moveOn(tx: Tx, gone: Gone, address: Address, now: Date): Promise<MovedOn | null> {
  const spokenFor = await customersOf(tx, gone.contact.id)
  const found = await contactFor(tx, address, {
    contactId: gone.contact.id,
    customerIds: spokenFor.map(customer => customer.id),
  })
  const name = address.name ? cleanText(address.name).slice(0, 200) : null
  const into = { contactId: found.contact.id, evidence: 'wrote from it', name, memberId: null }
  const mergeId = await giveTo(tx, gone, into, now)
  if (mergeId) return { mergeId, from: gone.contact, into: found.contact }
  await dropNew(tx, found)
  return null
}

type Into = { contactId: string; evidence: string; name: string | null; memberId: string | null }

/**
 * Gives an address whose time is over to another contact, recorded so that it can be taken back; what its owner before
 * wished about being written to is theirs, not the new one's. Null when it is somebody's again already: nothing of it is
 * locked then. The contact it leaves is held by the caller.
 */
export async function giveTo(tx: Tx, gone: Gone, into: Into, now: Date): Promise<string | null> {
  const { rows } = await tx.query<MovedThings['identities'][number]>(
    `SELECT id, evidence, ${beforeSql} AS before FROM identities WHERE id = $1`,
    [gone.identityId],
  )
  const { rowCount } = await tx.query(
    `UPDATE identities SET contact_id = $2, evidence = $3, name = $4, valid_until = NULL, opted_out_at = NULL,
       opted_out_words = NULL WHERE id = $1 AND contact_id = $5 AND valid_until <= $6`,
    [gone.identityId, into.contactId, into.evidence, into.name, gone.contact.id, now],
  )
  if (rowCount === 0) return null
  const mergeId = newId()
  await recordMoved(
    tx,
    into.memberId,
    { id: mergeId, kind: 'move', fromId: gone.contact.id, intoId: into.contactId },
    { identities: rows, conversations: [], links: [], closedChat: null, cleared: [] },
  )
  return mergeId
}
