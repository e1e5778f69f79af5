/**
 * Address -> contact. A known address is one look-up for the whole batch. A new one is met once (contact-for.ts), and one
 * that is no longer its contact's is met anew (move-on.ts).
 */
import type { Address } from '../../channels/channel.ts'
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import { cleanText } from '../conversations/clean-text.ts'
import { contactFor, dropNew } from './contact-for.ts'
import { type MovedOn, moveOn } from './move-on.ts'
import { type SharedContact, shareContacts } from './share-contacts.ts'

export type KnownIdentity = {
  identityId: string
  contactId: string
  contactName: string
  /** It came from another contact just now. */
  moved?: MovedOn
}

const keyOf = (address: { kind: string; value: string }) => `${address.kind}:${address.value}`

/** Identities of all these addresses, by `kind:value`; unknown people are met. */
export async function meet(tx: Tx, addresses: Address[], now: Date): Promise<Map<string, KnownIdentity>> {
  const byKey = new Map(addresses.map(address => [keyOf(address), address]))
  const found = await findIdentities(tx, [...byKey.values()])
  const known = new Map<string, KnownIdentity>()
  for (const [key, address] of [...byKey].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const held = found.get(key)
    if (!held) known.set(key, await meetOne(tx, address))
    else known.set(key, isOver(held, now) ? await meetAnew(tx, held, address, now) : asKnown(held))
  }
  return known
}

export const identityKey = keyOf

type Held = { identityId: string; contact: SharedContact; validUntil: Date | null }

const isOver = ({ validUntil }: Held, now: Date) => validUntil !== null && validUntil <= now
const asKnown = ({ identityId, contact }: Held): KnownIdentity => ({
  identityId,
  contactId: contact.id,
  contactName: contact.name,
})

async function findIdentities(tx: Tx, addresses: Address[]): Promise<Map<string, Held>> {
  const { rows } = await tx.query<{
    id: string
    contact_id: string
    kind: string
    value: string
    valid_until: Date | null
  }>(
    {
      name: 'find-identities',
      // Index look-ups only, whatever the statistics said when it was planned.
      text: `SELECT i.id, i.contact_id, i.valid_until, x.kind, x.value FROM unnest($1::text[], $2::text[]) AS x(kind, value)
        CROSS JOIN LATERAL (SELECT id, contact_id, valid_until FROM identities i
          WHERE i.kind = x.kind AND i.value = x.value OFFSET 0) i`,
    },
    [addresses.map(address => address.kind), addresses.map(address => address.value)],
  )
  const contacts = await shareContacts(
    tx,
    rows.map(row => row.contact_id),
  )
  return new Map(
    rows.map(row => {
      const contact = contacts.get(row.contact_id) as SharedContact
      return [keyOf(row), { identityId: row.id, contact, validUntil: row.valid_until }]
    }),
  )
}

/** Whoever writes from an address that is its contact's no more. */
async function meetAnew(tx: Tx, held: Held, address: Address, now: Date): Promise<KnownIdentity> {
  const moved = await moveOn(tx, held, address, now)
  if (!moved) return theirs(tx, address)
  return { ...asKnown({ ...held, contact: moved.into }), moved }
}

async function meetOne(tx: Tx, address: Address): Promise<KnownIdentity> {
  const found = await contactFor(tx, address)
  const identityId = newId()
  const { rowCount } = await tx.query(
    `INSERT INTO identities (id, contact_id, kind, value, name) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
    [
      identityId,
      found.contact.id,
      address.kind,
      address.value,
      address.name ? cleanText(address.name).slice(0, 200) : null,
    ],
  )
  if (rowCount === 1) return asKnown({ identityId, contact: found.contact, validUntil: null })
  await dropNew(tx, found)
  return theirs(tx, address)
}

/** Another transaction met the same person meanwhile. */
async function theirs(tx: Tx, address: Address): Promise<KnownIdentity> {
  const held = (await findIdentities(tx, [address])).get(keyOf(address))
  if (!held) throw new Error('an identity that conflicts cannot be read')
  return asKnown(held)
}
