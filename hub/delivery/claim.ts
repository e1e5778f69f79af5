/** Takes the next queued message of a conversation and commits the attempt before anything is sent. */
import type { Address, FilledTemplate } from '../../channels/channel.ts'
import type { Tx } from '../../db/client.ts'
import type { Region } from '../../platform/calendar.ts'
import { newId } from '../../platform/ids.ts'
import type { App } from '../app.ts'
import { type AddressStanding, isShut, whyAddressShut } from '../conversations/address-shut.ts'
import { ConversationLog, lockConversations } from '../conversations/conversation-log.ts'
import { readMessages } from '../conversations/message-rows.ts'
import { publish } from '../conversations/publish.ts'
import { setOut } from './set-out.ts'

export type Claimed = {
  attemptId: string
  messageId: string
  conversationId: string
  inboxId: string
  to: Address
  text: string
  subject: string | null
  template: FilledTemplate | null
  files: ClaimedFile[]
  references: string[]
  tries: number
  /** It was written earlier than it goes out: what held then may not hold now. */
  waited: boolean
  /** Why nothing may be written to this address any more, in words: they may have asked so since it was written. */
  shut: string | null
}

export type ClaimedFile = {
  id: string
  name: string
  contentType: string
  sizeBytes: number
  sha256: string
}

/** Longer than any adapter's own time limits: an attempt still `sending` after this has lost its worker. */
export const leaseMs = 150_000

type Row = AddressStanding & {
  id: string
  inbox_id: string
  contact_id: string
  kind: Address['kind']
  value: string
  text: string
  subject: string | null
  template: FilledTemplate | null
  tries: number
  send_after: Date | null
}

/**
 * The queued message of each inbox whose moment came first is next, unless one before it is still being sent or waits for
 * its next try. A message's moment is when it was to go out, else when it was written: one for later neither holds up
 * what is said at once nor overtakes what fell due before it. Moments with `seq` are one order for all, so no two
 * messages ever wait for each other.
 */
const nextSql = `SELECT m.id, m.inbox_id, i.contact_id, i.kind, i.value, m.text, m.subject, m.template, m.tries, m.send_after,
    i.opted_out_at, i.opted_out_words, i.valid_until
  FROM messages m JOIN identities i ON i.tenant_id = m.tenant_id AND i.id = m.identity_id
  WHERE m.conversation_id = $1 AND m.direction = 'out' AND m.state = 'queued'
    AND (m.next_try_at IS NULL OR m.next_try_at <= $2) AND (m.send_after IS NULL OR m.send_after <= $2)
    AND NOT EXISTS (SELECT 1 FROM messages e WHERE e.conversation_id = $1 AND e.inbox_id = m.inbox_id
      AND e.direction = 'out' AND e.state IN ('queued', 'sending')
      AND (COALESCE(e.send_after, e.created_at), e.seq) < (COALESCE(m.send_after, m.created_at), m.seq))
  ORDER BY COALESCE(m.send_after, m.created_at), m.seq LIMIT 1`

export async function claimNext(app: App, tenantId: string, conversationId: string): Promise<Claimed | null> {
  return app.db.withTenant(tenantId, async tx => {
    const conversation = (await lockConversations(tx, [conversationId])).get(conversationId)
    if (!conversation) return null
    const now = app.clock.now()
    const { rows } = await tx.query<Row>({ name: 'next-queued', text: nextSql }, [conversationId, now])
    const row = rows[0]
    if (!row) return null
    const attemptId = newId()
    await tx.query(
      `INSERT INTO attempts (id, message_id, state, lease_until, started_at) VALUES ($1, $2, 'sending', $3, $4)`,
      [attemptId, row.id, new Date(now.getTime() + leaseMs), now],
    )
    await tx.query(
      `UPDATE messages SET state = 'sending', tries = tries + 1, state_words = NULL WHERE id = $1`,
      [row.id],
    )
    const [message] = await readMessages(tx, 'm.id = $1', [row.id])
    const log = new ConversationLog(now)
    const setsOut = message && row.send_after && row.tries === 0
    if (setsOut) await setOut(tx, conversation, message, now)
    log.append(conversation, { type: 'message.changed', data: { state: 'sending' } }, message ?? null)
    const published = await log.save(tx)
    tx.afterCommit(() => publish(app.live, tenantId, published))
    return {
      attemptId,
      messageId: row.id,
      conversationId,
      inboxId: row.inbox_id,
      to: { kind: row.kind, value: row.value },
      text: row.text,
      subject: row.subject,
      template: row.template,
      files: message?.attachments.length ? await filesOf(tx, row.id) : [],
      references: await threadReferences(tx, conversationId, row.inbox_id),
      tries: row.tries + 1,
      waited: row.send_after !== null,
      shut: await whyShut(tx, row, conversation.contact.id, now),
    }
  })
}

async function filesOf(tx: Tx, messageId: string): Promise<ClaimedFile[]> {
  const { rows } = await tx.query<ClaimedFile>(
    `SELECT id, name, content_type AS "contentType", size_bytes AS "sizeBytes", sha256 FROM attachments
     WHERE message_id = $1 AND state = 'stored' ORDER BY id`,
    [messageId],
  )
  return rows
}

/** Also when the address went to somebody else meanwhile: they must not read what was meant for another. */
async function whyShut(tx: Tx, row: Row, contactId: string, now: Date): Promise<string | null> {
  if (row.contact_id !== contactId) return 'This address belongs to somebody else by now.'
  if (!isShut(row, now)) return null
  const { rows } = await tx.query<Region>('SELECT locale, time_zone AS "timeZone" FROM tenants')
  return whyAddressShut(row, now, rows[0] ?? { locale: 'en', timeZone: 'UTC' })
}

/** External ids of the thread so far in this inbox, oldest first; an answer names the customer's last message last. */
async function threadReferences(tx: Tx, conversationId: string, inboxId: string): Promise<string[]> {
  const { rows } = await tx.query<{ external_id: string; direction: string }>(
    `SELECT external_id, direction FROM messages
     WHERE conversation_id = $1 AND inbox_id = $2 AND external_id IS NOT NULL ORDER BY seq DESC LIMIT 20`,
    [conversationId, inboxId],
  )
  const ids = rows.reverse()
  const answered = ids.findLast(row => row.direction === 'in')
  return [...ids.filter(row => row !== answered), ...(answered ? [answered] : [])].map(row => row.external_id)
}
