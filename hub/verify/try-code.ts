/** One try at the code of a conversation, whoever makes it. Every try counts. */
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import type { App } from '../app.ts'
import { customersOf } from '../contacts/customers-of.ts'
import { conversationSubject } from '../conversations/change-conversation.ts'
import { ConversationLog, type LockedConversation } from '../conversations/conversation-log.ts'
import { publish } from '../conversations/publish.ts'
import type { Actor } from '../conversations/shapes.ts'
import { hashCode, isSameHash, minutesAfter, mostTries, verifiedMinutes } from './code.ts'

type Outcome =
  | { is: 'right'; customerId: string; until: Date }
  | { is: 'wrong'; triesLeft: number }
  | { is: 'none' }

type Row = {
  id: string
  customer_id: string
  customer_name: string
  number: string
  code_hash: string
  tries: number
}

/** `conversation` is locked, so that two tries never meet. A code counts only for the contact it was asked for. */
export async function tryCode(
  app: App,
  tx: Tx,
  conversation: LockedConversation,
  code: string,
  actor: Actor | null,
): Promise<Outcome> {
  const now = app.clock.now()
  const { rows } = await tx.query<Row>(
    `UPDATE verifications v SET tries = v.tries + 1 FROM customers c
     WHERE v.conversation_id = $1 AND v.contact_id = $2 AND v.code_hash IS NOT NULL AND v.verified_at IS NULL
       AND v.code_expires_at > $3 AND v.tries < $4 AND c.id = v.customer_id
     RETURNING v.id, v.customer_id, c.name AS customer_name, c.number, v.code_hash, v.tries`,
    [conversation.id, conversation.contact.id, now, mostTries],
  )
  const row = rows[0]
  if (!row) return { is: 'none' }
  if (!isSameHash(row.code_hash, hashCode(app.secrets, row.id, code))) {
    return { is: 'wrong', triesLeft: mostTries - row.tries }
  }
  const until = minutesAfter(now, verifiedMinutes)
  await tx.query(
    'UPDATE verifications SET code_hash = NULL, verified_at = $2, expires_at = $3 WHERE id = $1',
    [row.id, now, until],
  )
  await tell(app, tx, conversation, actor, { ...row, until })
  return { is: 'right', customerId: row.customer_id, until }
}

async function tell(
  app: App,
  tx: Tx,
  conversation: LockedConversation,
  actor: Actor | null,
  proof: Row & { until: Date },
): Promise<void> {
  const log = new ConversationLog(app.clock.now())
  const customer = { id: proof.customer_id, name: proof.customer_name, number: proof.number }
  // Of a family that shares a number, whoever proves who they are says whom this is about.
  const chosen = conversation.customer === null && (await isOneOfSeveral(tx, conversation, customer.id))
  if (chosen) conversation.customer = { id: customer.id, name: customer.name }
  const data = {
    customer,
    until: proof.until.toISOString(),
    by: actor ? 'code told to an agent' : 'code written back',
    chosen,
  }
  log.append(conversation, { type: 'customer.verified', actor, data })
  const published = await log.save(tx)
  audit(tx, {
    action: 'customers.verify',
    subject: conversationSubject(conversation),
    after: { customer: proof.number, until: data.until, by: data.by },
  })
  tx.afterCommit(() => publish(app.live, tx.tenantId, published))
}

async function isOneOfSeveral(tx: Tx, { contact }: LockedConversation, customerId: string): Promise<boolean> {
  const customers = await customersOf(tx, contact.id)
  return customers.length > 1 && customers.some(customer => customer.id === customerId)
}
