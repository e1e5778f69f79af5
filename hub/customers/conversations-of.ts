/** Conversations that belong to a customer, as far as the member who asks sees them. */
import type { Tx } from '../../db/client.ts'
import { may, type Who } from '../../platform/identity/who.ts'
import { type Before, newestFirst } from '../../platform/newest-first.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'

/** Those said to be about them, and those of whoever speaks for them that nobody said anything of. */
const ofCustomer = (
  customer: string,
) => `(c.customer_id = ${customer} OR c.customer_id IS NULL AND c.contact_id IN
  (SELECT cc.contact_id FROM contact_customers cc WHERE cc.customer_id = ${customer}))`

export type Latest = { id: string; at: Date }

/** The latest of each customer; nobody's for those who read no conversations. */
export async function latestConversations(
  tx: Tx,
  who: Who,
  customerIds: readonly string[],
): Promise<Map<string, Latest>> {
  if (!may(who, 'conversations.read')) return new Map()
  const { rows } = await tx.query<Latest & { customerId: string }>(
    `SELECT w.id AS "customerId", l.id, l.last_message_at AS at FROM unnest($2::uuid[]) AS w(id)
     CROSS JOIN LATERAL (SELECT c.id, c.last_message_at FROM conversations c
       WHERE ${ofCustomer('w.id')} AND ${visibleTo(1)} ORDER BY c.last_message_at DESC, c.id DESC LIMIT 1) l`,
    [visibleInboxes(who), customerIds],
  )
  return new Map(rows.map(({ customerId, ...latest }) => [customerId, latest]))
}

export type MessageOf = {
  at: string
  id: string
  direction: 'in' | 'out' | 'note'
  text: string
  author: string | null
  channel: string | null
  conversationId: string
}

const longestText = 600

const statement = newestFirst(
  'x.direction, x.text, x.author, x.channel, x.conversation_id AS "conversationId"',
  `SELECT m.created_at AS moment, m.id::text AS id, m.direction, left(m.text, ${longestText}) AS text, m.channel,
     CASE WHEN m.direction = 'in' THEN ct.name ELSE m.author_name END AS author, m.conversation_id
   FROM conversations c JOIN messages m ON m.tenant_id = c.tenant_id AND m.conversation_id = c.id
   JOIN contacts ct ON ct.tenant_id = c.tenant_id AND ct.id = c.contact_id
   WHERE ${ofCustomer('$1')} AND ${visibleTo(5)}`,
)

/** What was said in them, newest first. */
export async function messagesOf(
  tx: Tx,
  who: Who,
  customerId: string,
  page: { before: Before; limit: number },
): Promise<MessageOf[]> {
  const { before, limit } = page
  const values = [customerId, before?.at ?? null, before?.id ?? null, limit, visibleInboxes(who)]
  return (await tx.query<MessageOf>(statement, values)).rows
}
