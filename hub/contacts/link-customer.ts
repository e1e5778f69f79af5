/** Which customers a contact speaks for, said by a member. */
import type { Tx } from '../../db/client.ts'
import { audit, unchanged } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { record } from '../conversations/change-conversation.ts'
import { ConversationLog, lockConversations } from '../conversations/conversation-log.ts'
import { publish } from '../conversations/publish.ts'
import { lockConversationsOf } from './move-conversations.ts'
import { latestConversation } from './visible-contact.ts'

/** Links a contact this member can see to a customer. Doing it twice changes nothing. */
export async function linkCustomer(
  app: App,
  tx: Tx,
  who: Who,
  contactId: string,
  customerId: string,
  evidence = `linked by ${who.name}`,
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
    [contactId, customerId, evidence],
  )
  if (rowCount === 0) return unchanged(tx)
  audit(tx, {
    action: 'contacts.link',
    subject: { kind: 'contact', id: contactId },
    after: { customerId, customer: found.number },
  })
  const conversation = (await lockConversations(tx, [conversationId])).get(conversationId)
  const data = { customer: found, linked: true }
  if (conversation) await record(app, tx, who, conversation, { type: 'contact.linked', data })
}

/** Conversations of the contact that were about this customer are about nobody in particular then. */
export async function unlinkCustomer(
  app: App,
  tx: Tx,
  who: Who,
  contactId: string,
  customerId: string,
): Promise<void> {
  const conversationId = await latestConversation(tx, who, contactId)
  // Before the link: whoever names the customer in one of them holds it first, too.
  const conversations = await lockConversationsOf(tx, [contactId])
  const { rows } = await tx.query<{ name: string; number: string }>(
    `DELETE FROM contact_customers cc USING customers c
     WHERE cc.contact_id = $1 AND cc.customer_id = $2 AND c.id = cc.customer_id RETURNING c.name, c.number`,
    [contactId, customerId],
  )
  const customer = rows[0]
  if (!customer) throw new Refusal('missing', 'This contact is not linked to that customer.')
  const actor = { id: who.memberId, name: who.name }
  const log = new ConversationLog(app.clock.now())
  for (const each of conversations) {
    if (each.id === conversationId) {
      log.append(each, { type: 'contact.linked', actor, data: { customer, linked: false } })
    }
    if (each.customer?.id !== customerId) continue
    const data = {
      before: { customer: { ...each.customer, number: customer.number } },
      after: { customer: null },
    }
    each.customer = null
    log.append(each, { type: 'conversation.changed', actor, data })
  }
  const published = await log.save(tx)
  audit(tx, {
    action: 'contacts.unlink',
    subject: { kind: 'contact', id: contactId },
    before: { customerId, customer: customer.number },
  })
  tx.afterCommit(() => publish(app.live, who.tenantId, published))
}
