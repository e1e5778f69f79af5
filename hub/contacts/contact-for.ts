/**
 * Whose an address is that nobody has: on record for exactly one customer who has exactly one contact, it is that
 * contact's; otherwise it is a new contact's, who speaks for every customer that has it on record.
 */
import { findCustomersByAddress } from '../../backoffice/customers/index.ts'
import type { Address } from '../../channels/channel.ts'
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import { cleanText } from '../conversations/clean-text.ts'
import { type SharedContact, shareContacts } from './share-contacts.ts'

/** `isNew`: made just now, and nothing of value when it turns out not to be needed. */
type For = { contact: SharedContact; isNew: boolean }

/** `gone`: whose it was until lately. Neither they nor a customer they speak for is who writes now. */
export async function contactFor(
  tx: Tx,
  address: Address,
  gone: { contactId: string; customerIds: string[] } | null = null,
): Promise<For> {
  const onRecord =
    address.kind === 'telegram'
      ? []
      : await findCustomersByAddress(tx, { kind: address.kind, value: address.value })
  const customerIds = onRecord.filter(id => !gone?.customerIds.includes(id))
  const existing = customerIds.length === 1 ? await onlyContactOf(tx, customerIds[0] as string) : null
  if (existing && existing.id !== gone?.contactId) return { contact: existing, isNew: false }
  return { contact: await createContact(tx, address, customerIds), isNew: true }
}

async function onlyContactOf(tx: Tx, customerId: string): Promise<SharedContact | null> {
  const { rows } = await tx.query<{ id: string }>(
    'SELECT contact_id AS id FROM contact_customers WHERE customer_id = $1 LIMIT 2',
    [customerId],
  )
  const only = rows.length === 1 ? rows[0]?.id : undefined
  return only ? ((await shareContacts(tx, [only])).get(only) ?? null) : null
}

async function createContact(tx: Tx, address: Address, customerIds: string[]): Promise<SharedContact> {
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

/** Somebody else met the same person between our look and our insert: the contact made for nothing goes again. */
export async function dropNew(tx: Tx, { contact, isNew }: For): Promise<void> {
  if (!isNew) return
  await tx.query('DELETE FROM contact_customers WHERE contact_id = $1', [contact.id])
  await tx.query('DELETE FROM contacts WHERE id = $1', [contact.id])
}
