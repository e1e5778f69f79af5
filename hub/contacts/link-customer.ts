/** Which customers a contact speaks for, said by a member. */
import type { Tx } from '../../db/client.ts'
import { audit, unchanged } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { record } from '../conversations/change-conversation.ts'
import { lockConversations } from '../conversations/conversation-log.ts'
import { latestConversation } from './visible-contact.ts'

/** Links a contact this member can see to a customer. Doing it twice changes nothing. */
export async function linkCustomer(
  app: App,
  tx: Tx,
  who: Who,
  contactId: string,
  customerId: string,
): Promise<void> {
  const conversationId = await latestConversation(tx, who, contactId)
  const customer = await tx.query<{ name: string; number: string }>(
    'SELECT name, number FROM customers WHERE id = $1',
    [customerId],
  )
  const found = customer.rows[0]
  if (!found) throw new Refusal('missing', 'There is no such customer.')
  const { rowCount } = await tx.query(
    'INSERT INTO contact_customers (contact_id, customer_id, evidence) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [contactId, customerId, `linked by ${who.name}`],
  )
  if (rowCount === 0) return unchanged(tx)
  audit(tx, {
    action: 'contacts.link',
    subject: { kind: 'contact', id: contactId },
    after: { customerId, customer: found.number },
  })
  await note(app, tx, who, conversationId, { customer: found, linked: true })
}

export async function unlinkCustomer(
  app: App,
  tx: Tx,
  who: Who,
  contactId: string,
  customerId: string,
): Promise<void> {
  const conversationId = await latestConversation(tx, who, contactId)
  const { rows } = await tx.query<{ name: string; number: string }>(
    `DELETE FROM contact_customers cc USING customers c
     WHERE cc.contact_id = $1 AND cc.customer_id = $2 AND c.id = cc.customer_id RETURNING c.name, c.number`,
    [contactId, customerId],
  )
  if (!rows[0]) throw new Refusal('missing', 'This contact is not linked to that customer.')
  audit(tx, {
    action: 'contacts.unlink',
    subject: { kind: 'contact', id: contactId },
    before: { customerId, customer: rows[0].number },
  })
  await note(app, tx, who, conversationId, { customer: rows[0], linked: false })
}

async function note(
  app: App,
  tx: Tx,
  who: Who,
  conversationId: string,
  data: Record<string, unknown>,
): Promise<void> {
  const conversation = (await lockConversations(tx, [conversationId])).get(conversationId)
  if (conversation) await record(app, tx, who, conversation, { type: 'contact.linked', data })
}
