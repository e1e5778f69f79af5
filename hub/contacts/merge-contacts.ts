/** Two contacts that are one person become one. Everything of the other moves over; its id goes on standing for it. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { requireVerified } from '../verify/verified.ts'
import type { mergeContacts as schema } from './contacts.api.ts'
import { type CustomerRow, customersOf } from './customers-of.ts'
import { type LockedContact, lockContacts } from './lock-contacts.ts'
import { lockConversationsOf, moveConversations } from './move-conversations.ts'
import { type MovedThings, recordMoved } from './moved.ts'
import { followMerged, latestConversation } from './visible-contact.ts'

/**
 * Merges `otherId` into `id`. Refuses contacts this member does not see (missing), ones that were merged meanwhile
 * (conflict), and ones that speak for different customers (conflict) unless `force` is given with a reason
 * and one of the two has proved to be a customer of theirs just now (forbidden).
 */
export async function mergeContacts(
  app: App,
  tx: Tx,
  who: Who,
  id: string,
  body: z.infer<typeof schema>,
): Promise<{ id: string; contactId: string }> {
  if (id === body.otherId) throw new Refusal('invalid', 'A contact cannot be merged with itself.')
  const { into, from } = await lockBoth(tx, who, id, body.otherId)
  const customers = await refuseStrangers(app, tx, { into, from }, body)
  const mergeId = newId()
  const conversations = await lockConversationsOf(tx, [into.id, from.id])
  const moving = conversations.filter(each => each.contact.id === from.id)
  const staying = conversations.filter(each => each.contact.id === into.id)
  const move = { from: named(from), into: named(into), mergeId, kind: 'merge' as const }
  const { closedChat, cleared } = await moveConversations(app, tx, who, move, {
    moving,
    staying,
    speaksFor: customers,
  })
  const moved: MovedThings = {
    identities: await moveIdentities(tx, from.id, into.id),
    conversations: moving.map(each => each.id),
    links: await moveLinks(tx, from.id, into.id),
    closedChat,
    cleared,
  }
  await tx.query('UPDATE contacts SET merged_into_id = $2 WHERE id = $1', [from.id, into.id])
  await recordMoved(tx, who.memberId, { id: mergeId, kind: 'merge', fromId: from.id, intoId: into.id }, moved)
  audit(tx, {
    action: 'contacts.merge',
    subject: { kind: 'contact', id: into.id, name: into.name },
    before: { contact: named(from) },
    after: { mergeId, identities: moved.identities.length, conversations: moving.length },
    reason: body.reason ?? null,
  })
  return { id: mergeId, contactId: into.id }
}

export const named = ({ id, name }: LockedContact) => ({ id, name })

/** Both, locked. One that is gone answers 409 to those who see what became of it, and 404 to everybody else. */
export async function lockBoth(
  tx: Tx,
  who: Who,
  intoId: string,
  fromId: string,
): Promise<{ into: LockedContact; from: LockedContact }> {
  const locked = await lockContacts(tx, [intoId, fromId])
  const [into, from] = [locked.get(intoId), locked.get(fromId)]
  if (!into || !from) throw new Refusal('missing', 'There is no such contact.')
  for (const contact of [into, from]) {
    await latestConversation(tx, who, (await followMerged(tx, contact.id)) ?? contact.id)
  }
  for (const contact of [into, from]) {
    if (contact.mergedIntoId) {
      throw new Refusal('conflict', `${contact.name} was merged with another contact meanwhile.`, {
        contactId: await followMerged(tx, contact.id),
      })
    }
  }
  return { into, from }
}

/** Answers whom they speak for together. A forced merge lets one contact speak for the other's customers, so one of them must be proved beyond their own words. */
async function refuseStrangers(
  app: App,
  tx: Tx,
  { into, from }: { into: LockedContact; from: LockedContact },
  body: z.infer<typeof schema>,
): Promise<CustomerRow[]> {
  const [ours, theirs] = [await customersOf(tx, into.id), await customersOf(tx, from.id)]
  const customers = [...ours, ...theirs]
  if (!speakForDifferent(ours, theirs)) return customers
  const words = `${into.name} speaks for ${numbers(ours)}, ${from.name} for ${numbers(theirs)}.`
  if (!body.force) {
    throw new Refusal('conflict', `${words} If they are one person all the same, say so and give a reason.`)
  }
  if (!body.reason) throw new Refusal('invalid', `${words} Give a reason why they are one person.`)
  await requireVerified(tx, { contactIds: [into.id, from.id], customers }, app.clock.now())
  return customers
}

const speakForDifferent = (ours: { id: string }[], theirs: { id: string }[]): boolean =>
  ours.length > 0 && theirs.length > 0 && !ours.some(one => theirs.some(other => other.id === one.id))

const numbers = (customers: CustomerRow[]) => customers.map(customer => customer.number).join(', ')

async function moveIdentities(tx: Tx, fromId: string, intoId: string): Promise<MovedThings['identities']> {
  const { rows } = await tx.query<{ id: string; evidence: string }>(
    'UPDATE identities SET contact_id = $2 WHERE contact_id = $1 RETURNING id, evidence',
    [fromId, intoId],
  )
  return rows
}

async function moveLinks(tx: Tx, fromId: string, intoId: string): Promise<MovedThings['links']> {
  const { rows } = await tx.query<{ customer_id: string; evidence: string; created_at: string }>(
    'DELETE FROM contact_customers WHERE contact_id = $1 RETURNING customer_id, evidence, created_at::text',
    [fromId],
  )
  const links: MovedThings['links'] = []
  for (const { customer_id: customerId, evidence, created_at: createdAt } of rows) {
    const added = await addLink(tx, intoId, { customerId, evidence, createdAt })
    links.push({ customerId, evidence, createdAt, added })
  }
  return links
}

/** False when the contact speaks for that customer already. */
export async function addLink(
  tx: Tx,
  contactId: string,
  link: { customerId: string; evidence: string; createdAt: string },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO contact_customers (contact_id, customer_id, evidence, created_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [contactId, link.customerId, link.evidence, link.createdAt],
  )
  return rowCount === 1
}
