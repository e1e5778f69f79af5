/**
 * Address -> contact. A known address is one look-up for the whole batch. A new one is met once: if it is on record for
 * exactly one customer who has exactly one contact, it becomes another address of that contact; otherwise a new contact
 * is made and linked to every customer that has the address on record.
 */
import { findCustomersByAddress } from '../../backoffice/customers/index.ts'
import type { Address } from '../../channels/channel.ts'
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import { cleanText } from '../conversations/clean-text.ts'
import { followMerged } from './visible-contact.ts'

export type KnownIdentity = { identityId: string; contactId: string; contactName: string }

const keyOf = (address: { kind: string; value: string }) => `${address.kind}:${address.value}`

/** Identities of all these addresses, by `kind:value`; unknown people are met. */
export async function meet(tx: Tx, addresses: Address[]): Promise<Map<string, KnownIdentity>> {
  const byKey = new Map(addresses.map(address => [keyOf(address), address]))
  const known = await findIdentities(tx, [...byKey.values()])
  for (const [key, address] of [...byKey].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!known.has(key)) known.set(key, await meetOne(tx, address))
  }
  return known
}

export const identityKey = keyOf

async function findIdentities(tx: Tx, addresses: Address[]): Promise<Map<string, KnownIdentity>> {
  const { rows } = await tx.query<{
    id: string
    contact_id: string
    kind: string
    value: string
  }>(
    {
      name: 'find-identities',
      // Index look-ups only, whatever the statistics said when it was planned.
      text: `SELECT i.id, i.contact_id, x.kind, x.value FROM unnest($1::text[], $2::text[]) AS x(kind, value)
        CROSS JOIN LATERAL (SELECT id, contact_id FROM identities i
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
      const contact = contacts.get(row.contact_id) as Contact
      return [keyOf(row), { identityId: row.id, contactId: contact.id, contactName: contact.name }]
    }),
  )
}

type Contact = { id: string; name: string }

/**
 * The contacts these ids stand for. Each is held until the message is in: a merge at this very moment waits, and one that
 * was faster is followed, so that no message opens a conversation with a contact that is no more.
 */
async function shareContacts(tx: Tx, ids: string[]): Promise<Map<string, Contact>> {
  const { rows } = await tx.query<Contact & { merged_into_id: string | null }>(
    {
      name: 'share-contacts',
      text: 'SELECT id, name, merged_into_id FROM contacts WHERE id = ANY($1) ORDER BY id FOR SHARE',
    },
    [ids],
  )
  const found = new Map<string, Contact>()
  for (const row of rows) {
    const into = row.merged_into_id === null ? null : await followMerged(tx, row.id)
    const survivor = into ? (await shareContacts(tx, [into])).get(into) : row
    if (survivor) found.set(row.id, { id: survivor.id, name: survivor.name })
  }
  return found
}

async function meetOne(tx: Tx, address: Address): Promise<KnownIdentity> {
  const customerIds =
    address.kind === 'telegram'
      ? []
      : await findCustomersByAddress(tx, { kind: address.kind, value: address.value })
  const existing = customerIds.length === 1 ? await onlyContactOf(tx, customerIds[0] as string) : null
  const contact = existing ?? (await createContact(tx, address, customerIds))
  const identityId = newId()
  const { rowCount } = await tx.query(
    `INSERT INTO identities (id, contact_id, kind, value, name) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
    [
      identityId,
      contact.id,
      address.kind,
      address.value,
      address.name ? cleanText(address.name).slice(0, 200) : null,
    ],
  )
  if (rowCount === 1) return { identityId, contactId: contact.id, contactName: contact.name }
  // Someone else met the same person between our look and our insert: take theirs, drop the contact made for nothing.
  if (!existing) {
    await tx.query('DELETE FROM contact_customers WHERE contact_id = $1', [contact.id])
    await tx.query('DELETE FROM contacts WHERE id = $1', [contact.id])
  }
  const theirs = (await findIdentities(tx, [address])).get(keyOf(address))
  if (!theirs) throw new Error('an identity that conflicts cannot be read')
  return theirs
}

async function onlyContactOf(tx: Tx, customerId: string): Promise<Contact | null> {
  const { rows } = await tx.query<{ id: string }>(
    'SELECT contact_id AS id FROM contact_customers WHERE customer_id = $1 LIMIT 2',
    [customerId],
  )
  const only = rows.length === 1 ? rows[0]?.id : undefined
  return only ? ((await shareContacts(tx, [only])).get(only) ?? null) : null
}

async function createContact(tx: Tx, address: Address, customerIds: string[]): Promise<Contact> {
  const id = newId()
  const name = cleanText(address.name?.trim() || address.value).slice(0, 200)
  await tx.query('INSERT INTO contacts (id, name) VALUES ($1, $2)', [id, name])
  for (const customerId of customerIds) {
    await tx.query(
      'INSERT INTO contact_customers (contact_id, customer_id, evidence) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [id, customerId, `${address.kind} on record`],
    )
  }
  return { id, name }
}
