/** One more address of a contact, said by a member: a chat can go on there, and whoever writes from it is known. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit, unchanged } from '../../platform/audit/index.ts'
import { hiddenFrom, mask } from '../../platform/identity/masking.ts'
import type { Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import type { Identity, addIdentity as schema } from './contacts.api.ts'
import { identitiesOf } from './find-contact.ts'
import { linkCustomer } from './link-customer.ts'
import { giveTo } from './move-on.ts'
import { readAddress } from './read-address.ts'
import { holdContact, tellContact } from './tell-contact.ts'
import { latestConversation } from './visible-contact.ts'

/**
 * Adding what is theirs already changes nothing. An address that is no longer somebody else's moves here; one that is
 * somebody's is refused (conflict) with that contact, if this member sees them. A login links its customer too.
 */
export async function addIdentity(
  app: App,
  tx: Tx,
  who: Who,
  contactId: string,
  body: z.infer<typeof schema>,
): Promise<z.infer<typeof Identity>> {
  await latestConversation(tx, who, contactId)
  const { value, evidence, customerId } = await readAddress(tx, who, contactId, body)
  const address = { kind: body.kind, value }
  const taken = await findTaken(tx, address)
  const held = await holdContact(tx, who, contactId, taken ? [taken.contact.id] : [])
  if (taken?.contact.id === contactId) return asBefore(tx, contactId, taken)
  const into = { contactId, evidence, name: null, memberId: who.memberId }
  const moved = taken ? await giveTo(tx, taken, into, app.clock.now()) : null
  const id = taken?.identityId ?? newId()
  if (!moved && !(await insert(tx, { id, contactId, ...address, evidence }))) {
    const theirs = await findTaken(tx, address)
    if (theirs?.contact.id === contactId) return asBefore(tx, contactId, theirs)
    await refuseTaken(tx, who, theirs?.contact)
  }
  await tellContact(app, tx, who, held, [{ address, change: 'added' }])
  audit(tx, {
    action: 'contacts.add-identity',
    subject: { kind: 'contact', id: contactId, name: held.contact.name },
    before: moved ? { contact: taken?.contact } : null,
    after: { identityId: id, kind: body.kind, evidence, ...(moved ? { mergeId: moved } : {}) },
  })
  if (customerId) await linkCustomer(app, tx, who, contactId, customerId, `login ${value}`)
  return readIdentity(tx, contactId, id)
}

type Place = { kind: string; value: string }
type Taken = { identityId: string; contact: { id: string; name: string } }

async function findTaken(tx: Tx, { kind, value }: Place): Promise<Taken | null> {
  const { rows } = await tx.query<{ id: string; contact_id: string; name: string }>(
    `SELECT i.id, i.contact_id, c.name FROM identities i
     JOIN contacts c ON c.tenant_id = i.tenant_id AND c.id = i.contact_id WHERE i.kind = $1 AND i.value = $2`,
    [kind, value],
  )
  const row = rows[0]
  return row ? { identityId: row.id, contact: { id: row.contact_id, name: row.name } } : null
}

/** False when somebody has it. */
async function insert(
  tx: Tx,
  row: Place & { id: string; contactId: string; evidence: string },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    'INSERT INTO identities (id, contact_id, kind, value, evidence) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
    [row.id, row.contactId, row.kind, row.value, row.evidence],
  )
  return rowCount === 1
}

function asBefore(tx: Tx, contactId: string, { identityId }: Taken): Promise<z.infer<typeof Identity>> {
  unchanged(tx)
  return readIdentity(tx, contactId, identityId)
}

async function refuseTaken(tx: Tx, who: Who, contact: Taken['contact'] | undefined): Promise<never> {
  const words = 'Another contact has this address already.'
  const isSeen =
    contact !== undefined &&
    (await latestConversation(tx, who, contact.id).then(
      () => true,
      () => false,
    ))
  if (!isSeen) throw new Refusal('conflict', `${words} You do not see them: ask a colleague who does.`)
  const hidden = hiddenFrom(who)
  throw new Refusal('conflict', words, { contact: hidden ? mask(contact, hidden) : contact })
}

async function readIdentity(tx: Tx, contactId: string, id: string): Promise<z.infer<typeof Identity>> {
  const identity = (await identitiesOf(tx, [contactId])).get(contactId)?.find(each => each.id === id)
  if (!identity) throw new Refusal('conflict', 'This address was moved to another contact just now.')
  return identity
}
