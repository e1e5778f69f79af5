/** One person with a chat and mails beside it, written at moments of the test's choosing. */
import { publish } from '../hub/conversations/publish.ts'
import { receiveMessages } from '../hub/conversations/receive-messages.ts'
import { newId } from '../platform/ids.ts'
import type { Trunkline } from './trunkline.ts'

const twilio = { accountSid: `AC${'5'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234505' }
const local = { imapHost: '127.0.0.1', imapSecurity: 'none', smtpHost: '127.0.0.1', smtpSecurity: 'none' }
const email = {
  ...{ address: 'support@isp.example', imapUser: 'support', imapPassword: 'pw', imapPort: 9, smtpPort: 9 },
  ...local,
}

type Incoming = Parameters<typeof receiveMessages>[1][number]['message']
type Said = { at: string; text: string; direction?: 'in' | 'out' | 'note'; file?: string }
type Matter = {
  contactId: string
  by: 'sms' | 'email'
  subject?: string
  status?: 'open' | 'resolved'
  said: Said[]
}

export async function streamScene(trunkline: Trunkline) {
  const { app, tenantId } = trunkline
  const inboxes = {
    sms: (await trunkline.inbox('sms', twilio)).id,
    email: (await trunkline.inbox('email', email)).id,
  }
  const query = (text: string, values: unknown[]) => app.db.withTenant(tenantId, tx => tx.query(text, values))

  /** Somebody with a phone number and a mail address. */
  async function person(name: string, address = `${newId()}@mail.example`) {
    const id = newId()
    await query('INSERT INTO contacts (id, name) VALUES ($1, $2)', [id, name])
    const identity = `INSERT INTO identities (id, contact_id, kind, value) VALUES ($1, $2, $3, $4)`
    await query(identity, [newId(), id, 'email', address])
    return { id, address }
  }

  /** Answers the conversation's id and those of its messages. */
  async function matter({ contactId, by, subject, status = 'open', said }: Matter) {
    const id = newId()
    const thread = by === 'email' ? 'thread' : 'chat'
    const inbound = said.filter(one => (one.direction ?? 'in') === 'in').length
    const last = said.at(-1)
    await query(
      `INSERT INTO conversations (id, contact_id, thread, subject, status, inbox_ids, last_message_at, last_channel,
         last_preview, last_seq, inbound_count, resolved_at, waiting_since)
       VALUES ($1, $2, $3, $4, $5::text, ARRAY[$6::uuid], $7::timestamptz, $8, $9, $10, $11,
         CASE WHEN $5 = 'resolved' THEN $7::timestamptz END, CASE WHEN $5 = 'open' THEN $7::timestamptz END)`,
      [
        id,
        contactId,
        thread,
        subject ?? null,
        status,
        inboxes[by],
        last?.at,
        by,
        last?.text ?? '',
        said.length,
        inbound,
      ],
    )
    const rows = said.map((one, at) => ({
      id: newId(),
      seq: at + 1,
      direction: one.direction ?? 'in',
      ...one,
    }))
    await query(
      `INSERT INTO messages (id, conversation_id, seq, direction, channel, inbox_id, text, subject, state, created_at)
       SELECT x.id, $1, x.seq, x.direction, $2::text, $3, x.text, $4::text,
         CASE x.direction WHEN 'in' THEN 'received' WHEN 'note' THEN 'noted' ELSE 'delivered' END, x.at
       FROM json_to_recordset($5::json) AS x(id uuid, seq bigint, direction text, text text, at timestamptz)`,
      [id, by, inboxes[by], subject ?? null, JSON.stringify(rows)],
    )
    return { id, messageIds: rows.map(row => row.id) }
  }

  async function comesIn(inboxId: string, said: Pick<Incoming, 'from' | 'text'> & Partial<Incoming>) {
    const inbox = await app.inboxes.byId(tenantId, inboxId)
    if (!inbox) throw new Error('no such inbox')
    const now = app.clock.now()
    const message = {
      type: 'message' as const,
      externalId: newId(),
      ...{ sentAt: now, attachments: [], references: [], automatic: false, flags: [] },
      ...said,
    }
    const events = await app.db.withTenant(tenantId, tx =>
      receiveMessages(tx, [{ message, inbox, inboxEventId: newId(), receivedAt: now }], now),
    )
    publish(app.live, tenantId, events)
    return events[0]?.conversationId ?? ''
  }

  /** A mail comes in and screens are told; answers the conversation it is in. */
  const mail = (from: string, subject: string, text: string): Promise<string> =>
    comesIn(inboxes.email, { from: { kind: 'email', value: from }, subject, text })

  /** The same of a text message: those of one number are one conversation. */
  const sms = (from: string, text: string): Promise<string> =>
    comesIn(inboxes.sms, { from: { kind: 'phone', value: from }, text })

  return { inboxes, query, person, matter, mail, sms }
}

export type StreamScene = Awaited<ReturnType<typeof streamScene>>
