/** Everything the page of a customer shows at first. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { App } from '../app.ts'
import { identitiesOf } from '../contacts/find-contact.ts'
import { cardsOf } from '../context/panel.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'
import { latestConversations } from './conversations-of.ts'
import type { CustomerContact, CustomerWhole } from './customers.api.ts'
import { seenCustomer } from './seen-customer.ts'

export async function readCustomer(
  app: App,
  tx: Tx,
  who: Who,
  id: string,
): Promise<z.infer<typeof CustomerWhole>> {
  const { createdAt, reseller, ...row } = await seenCustomer(tx, who, id)
  const [cards, contacts, latest] = await Promise.all([
    cardsOf(app, tx, [{ ...row, evidence: '' }]),
    contactsOf(tx, who, id),
    latestConversations(tx, who, [id]),
  ])
  const card = cards[0]
  if (!card) throw new Error('the customer just read has no card')
  return {
    customer: card,
    createdAt: createdAt.toISOString(),
    reseller,
    contacts,
    latestConversationId: latest.get(id)?.id ?? null,
  }
}

/** A contact is reached through a conversation one may see; one who never wrote is only known from the record. */
async function contactsOf(tx: Tx, who: Who, customerId: string): Promise<z.infer<typeof CustomerContact>[]> {
  const { rows } = await tx.query<{ id: string; name: string; evidence: string }>(
    `SELECT ct.id, ct.name, cc.evidence FROM contact_customers cc
     JOIN contacts ct ON ct.tenant_id = cc.tenant_id AND ct.id = cc.contact_id
     WHERE cc.customer_id = $2 AND ct.merged_into_id IS NULL
       AND (NOT EXISTS (SELECT 1 FROM conversations c WHERE c.contact_id = ct.id)
         OR EXISTS (SELECT 1 FROM conversations c WHERE c.contact_id = ct.id AND ${visibleTo(1)}))
     ORDER BY cc.created_at, ct.name, ct.id`,
    [visibleInboxes(who), customerId],
  )
  const identities = await identitiesOf(
    tx,
    rows.map(row => row.id),
  )
  return rows.map(row => ({ ...row, identities: identities.get(row.id) ?? [] }))
}
