/** Sends a code to an address on record, so that whoever writes can prove to be that customer. */
import type { z } from 'zod'
import type { Address } from '../../channels/channel.ts'
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { customersOf } from '../contacts/customers-of.ts'
import { conversationSubject } from '../conversations/change-conversation.ts'
import { lockConversation } from '../conversations/find-conversations.ts'
import { mailboxesSql, sendBy } from '../sign-in/send-to-member.ts'
import { codeMinutes, hashCode, minutesAfter, mostPerHour, newCode } from './code.ts'
import type { CodeSent, start } from './verify.api.ts'
import { addressOf, shortened } from './ways.ts'

type Ready = { id: string; code: string; to: Address; until: Date; isp: string; inboxIds: string[] }

/**
 * A new code ends the one before. Refuses a customer this contact does not speak for (missing), one without such an
 * address (conflict), a fourth code within an hour (too-many), and says when no inbox could send it (upstream).
 */
export async function startVerification(
  app: App,
  who: Who,
  conversationId: string,
  body: z.infer<typeof start>,
): Promise<z.infer<typeof CodeSent>> {
  const ready = await app.db.withTenant(who.tenantId, tx => prepare(app, tx, who, conversationId, body))
  const sent = await sendBy(app, who.tenantId, ready.inboxIds, ready.to, {
    via: body.via,
    code: ready.code,
    subject: `${ready.code} is your code for ${ready.isp}`,
    text: `${ready.code} is your code for ${ready.isp}. Tell it to the person you are talking to, or send it in that conversation. It works once, within ${codeMinutes} minutes. If you are not talking to us right now, ignore it and give it to nobody.\n`,
  })
  if (!sent) {
    await app.db.withTenant(who.tenantId, tx => tx.query(endCodes, [conversationId]))
    throw new Refusal('upstream', 'No inbox could send the code. Try another way, or look at the inboxes.')
  }
  return { sentTo: shortened(ready.to), until: ready.until.toISOString() }
}

/** Codes of a conversation that could still be used. */
const endCodes = `UPDATE verifications SET code_hash = NULL WHERE conversation_id = $1 AND verified_at IS NULL`

async function prepare(
  app: App,
  tx: Tx,
  who: Who,
  conversationId: string,
  { customerId, via }: z.infer<typeof start>,
): Promise<Ready> {
  const conversation = await lockConversation(tx, who, conversationId)
  const customers = await customersOf(tx, conversation.contact.id)
  const customer = customers.find(each => each.id === customerId)
  if (!customer) throw new Refusal('missing', 'This contact does not speak for that customer.')
  const to = addressOf(customer, via)
  if (!to) {
    const what = via === 'email' ? 'email address' : 'phone number'
    throw new Refusal('conflict', `There is no ${what} on record for ${customer.number}.`)
  }
  const now = app.clock.now()
  await refuseTooMany(tx, conversationId, now)
  await tx.query(endCodes, [conversationId])
  const ready = { id: newId(), code: newCode(), to, until: minutesAfter(now, codeMinutes) }
  await tx.query(
    `INSERT INTO verifications (id, contact_id, customer_id, conversation_id, method, sent_to, code_hash, code_expires_at,
       member_id, created_at) VALUES ($1, $2, $3, $4, 'code', $5, $6, $7, $8, $9)`,
    [
      ready.id,
      conversation.contact.id,
      customerId,
      conversationId,
      shortened(to),
      hashCode(app.secrets, ready.id, ready.code),
      ready.until,
      who.memberId,
      now,
    ],
  )
  audit(tx, {
    action: 'customers.send-code',
    subject: conversationSubject(conversation),
    after: { customer: customer.number, via, sentTo: shortened(to) },
  })
  return { ...ready, ...(await sender(tx)) }
}

async function refuseTooMany(tx: Tx, conversationId: string, now: Date): Promise<void> {
  const { rows } = await tx.query<{ sent: number }>(
    'SELECT count(*) AS sent FROM verifications WHERE conversation_id = $1 AND created_at > $2',
    [conversationId, minutesAfter(now, -60)],
  )
  if ((rows[0]?.sent ?? 0) >= mostPerHour) {
    throw new Refusal('too-many', `${mostPerHour} codes were sent within an hour; wait before the next one.`)
  }
}

async function sender(tx: Tx): Promise<{ isp: string; inboxIds: string[] }> {
  const tenant = await tx.query<{ name: string }>('SELECT name FROM tenants')
  const inboxes = await tx.query<{ id: string }>(mailboxesSql)
  return { isp: tenant.rows[0]?.name ?? 'your provider', inboxIds: inboxes.rows.map(row => row.id) }
}
