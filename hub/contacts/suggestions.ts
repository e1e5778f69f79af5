/** Who else a contact may be, and whom they may speak for. Only ever suggested: a person decides. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'
import type { ContactSuggestions } from './contacts.api.ts'
import { type CustomerRow, customersOf } from './customers-of.ts'
import { findContact, identitiesOf } from './find-contact.ts'
import { likenessOf } from './likeness.ts'
import { customersNamed } from './named-customers.ts'

type Suggestions = z.infer<typeof ContactSuggestions>

/** Below this a likeness is chance. The same name of people with different customers is shown, with its warning. */
const leastScore = 15
const mostShown = 5

export async function suggestFor(tx: Tx, who: Who, contactId: string): Promise<Suggestions> {
  const me = await findContact(tx, who, contactId)
  const mine = await customersOf(tx, me.id)
  const mentioned = await customersNamed(tx, who, me.id)
  const known = new Set(mine.map(customer => customer.id))
  const spoken = mentioned.filter(({ customer }) => !known.has(customer.id))
  const one = { name: me.name, addresses: me.identities.map(each => each.value), customers: mine }
  const others = await candidates(tx, who, me, [...known, ...spoken.map(({ customer }) => customer.id)])
  const identities = await identitiesOf(
    tx,
    others.map(other => other.id),
  )
  const contacts: Suggestions['contacts'] = []
  for (const other of others) {
    const customers = await customersOf(tx, other.id)
    const theirs = identities.get(other.id) ?? []
    const named = spoken.filter(({ customer }) => customers.some(each => each.id === customer.id))
    const likeness = likenessOf(
      one,
      { name: other.name, addresses: theirs.map(each => each.value), customers },
      named.map(({ customer }) => customer.number),
    )
    if (likeness.score < leastScore) continue
    const contact = { ...other, identities: theirs, customers: customers.map(shortly) }
    contacts.push({ contact, ...likeness })
  }
  return {
    contacts: contacts.sort((a, b) => b.score - a.score).slice(0, mostShown),
    customers: spoken
      .slice(0, mostShown)
      .map(({ customer, score, reasons }) => ({ customer, score, reasons })),
  }
}

const shortly = ({ id, number, name }: CustomerRow) => ({ id, number, name })

const mostCandidates = 20

/** Contacts this member sees that share a customer or the name. */
async function candidates(
  tx: Tx,
  who: Who,
  me: { id: string; name: string },
  customerIds: string[],
): Promise<{ id: string; name: string }[]> {
  const { rows } = await tx.query<{ id: string; name: string }>(
    `SELECT o.id, o.name FROM contacts o
     WHERE o.id <> $2 AND o.merged_into_id IS NULL
       AND o.id IN (SELECT cc.contact_id FROM contact_customers cc WHERE cc.customer_id = ANY($3)
         UNION SELECT n.id FROM contacts n WHERE lower(n.name) = lower($4))
       AND EXISTS (SELECT 1 FROM conversations c WHERE c.contact_id = o.id AND ${visibleTo(1)})
     ORDER BY o.created_at DESC, o.id LIMIT ${mostCandidates}`,
    [visibleInboxes(who), me.id, customerIds, me.name],
  )
  return rows
}
