/** One contact as it is today, whichever of its ids is asked for. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Contact, ContactMerge, Identity } from './contacts.api.ts'
import { customersOf } from './customers-of.ts'
import { followMerged, latestConversation } from './visible-contact.ts'

type IdentityRow = {
  id: string
  contact_id: string
  kind: string
  value: string
  evidence: string
  valid_until: Date | null
  opted_out_at: Date | null
  opted_out_words: string | null
}

export async function findContact(tx: Tx, who: Who, id: string): Promise<z.infer<typeof Contact>> {
  const today = await followMerged(tx, id)
  if (!today) throw new Refusal('missing', 'There is no such contact.')
  await latestConversation(tx, who, today)
  const { rows } = await tx.query<{ name: string }>('SELECT name FROM contacts WHERE id = $1', [today])
  const customers = await customersOf(tx, today)
  return {
    id: today,
    name: rows[0]?.name ?? '',
    identities: (await identitiesOf(tx, [today])).get(today) ?? [],
    customers: customers.map(({ id, number, name }) => ({ id, number, name })),
    merges: await mergesInto(tx, today),
  }
}

/** Addresses by contact, oldest first. */
export async function identitiesOf(
  tx: Tx,
  contactIds: string[],
): Promise<Map<string, z.infer<typeof Identity>[]>> {
  const { rows } = await tx.query<IdentityRow>(
    `SELECT id, contact_id, kind, value, evidence, valid_until, opted_out_at, opted_out_words FROM identities
     WHERE contact_id = ANY($1) ORDER BY created_at, value`,
    [contactIds],
  )
  const byContact = new Map<string, z.infer<typeof Identity>[]>()
  for (const { id, contact_id, kind, value, evidence, ...row } of rows) {
    const of = byContact.get(contact_id) ?? []
    of.push({
      ...{ id, kind, value, evidence },
      validUntil: row.valid_until?.toISOString() ?? null,
      optedOutAt: row.opted_out_at?.toISOString() ?? null,
      optedOutWords: row.opted_out_words,
    })
    byContact.set(contact_id, of)
  }
  return byContact
}

const mostMerges = 10

/** What was moved to a contact and stands, latest first. */
export async function mergesInto(tx: Tx, contactId: string): Promise<z.infer<typeof ContactMerge>[]> {
  const { rows } = await tx.query<{
    id: string
    kind: 'merge' | 'move'
    from_id: string
    from_name: string
    created_at: Date
    by: string | null
  }>(
    `SELECT x.id, x.kind, c.id AS from_id, c.name AS from_name, x.created_at, m.name AS by FROM contact_merges x
     JOIN contacts c ON c.tenant_id = x.tenant_id AND c.id = x.from_contact_id
     LEFT JOIN members m ON m.tenant_id = x.tenant_id AND m.id = x.member_id
     WHERE x.into_contact_id = $1 AND x.undone_at IS NULL ORDER BY x.created_at DESC, x.id DESC LIMIT ${mostMerges}`,
    [contactId],
  )
  return rows.map(row => ({
    id: row.id,
    kind: row.kind,
    from: { id: row.from_id, name: row.from_name },
    at: row.created_at.toISOString(),
    by: row.by,
  }))
}
