/** One person with a chat and mail threads, for tests of messages that change their conversation. */
import { receiveMessages } from '../hub/conversations/receive-messages.ts'
import { newId } from '../platform/ids.ts'
import type { Trunkline } from './trunkline.ts'

const sms = { accountSid: `AC${'3'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234500' }
const mail = {
  address: 'support@isp.example',
  imapUser: 'support',
  imapPassword: 'secret',
  imapHost: '127.0.0.1',
  imapPort: 9,
  smtpHost: '127.0.0.1',
  smtpPort: 9,
}

type Said = { conversationId: string; messageId: string; contactId: string; externalId: string }
type Words = { text: string; references?: string[]; files?: string[]; automatic?: boolean }

export async function moveScene(trunkline: Trunkline) {
  const { app, tenantId } = trunkline
  const inboxes = {
    phone: (await trunkline.inbox('sms', sms)).id,
    email: (await trunkline.inbox('email', mail)).id,
  }
  const rows = async <R extends object>(text: string, values: unknown[] = []) =>
    (await app.db.withTenant(tenantId, tx => tx.query<R>(text, values))).rows

  /** The customer's words come in, as every channel's do. */
  async function says(kind: 'phone' | 'email', value: string, words: Words): Promise<Said> {
    const inbox = await app.inboxes.byId(tenantId, inboxes[kind])
    if (!inbox) throw new Error('no such inbox')
    const now = app.clock.now()
    const externalId = `<${newId()}@mail.example>`
    const message = {
      type: 'message' as const,
      externalId,
      from: { kind, value, name: 'Thandi' },
      text: words.text,
      ...(kind === 'email' ? { subject: words.text } : {}),
      sentAt: now,
      attachments: (words.files ?? []).map(name => ({
        ref: name,
        name,
        contentType: 'text/plain',
        sizeBytes: 1,
      })),
      references: words.references ?? [],
      automatic: words.automatic ?? false,
      flags: [],
    }
    const events = await app.db.withTenant(tenantId, tx =>
      receiveMessages(tx, [{ message, inbox, inboxEventId: newId(), receivedAt: now }], now),
    )
    const last = events.at(-1) as (typeof events)[number]
    return {
      conversationId: last.conversationId,
      messageId: last.message?.id ?? '',
      contactId: last.conversation.contact.id,
      externalId,
    }
  }

  /** A mail address and a number of one person; answers where each is talked to. */
  async function person() {
    const nth = Math.floor(Math.random() * 1e9)
    const [phone, email] = [`+2782${String(nth).padStart(9, '0')}`, `${newId()}@home.example`]
    const chat = await says('phone', phone, { text: 'hello' })
    await rows('INSERT INTO identities (id, contact_id, kind, value) VALUES ($1, $2, $3, $4)', [
      ...[newId(), chat.contactId, 'email', email],
    ])
    return {
      chat,
      texts: (text: string, more: Partial<Words> = {}) => says('phone', phone, { text, ...more }),
      mails: (text: string, more: Partial<Words> = {}) => says('email', email, { text, ...more }),
    }
  }
  return { inboxes, rows, person }
}

export type MoveScene = Awaited<ReturnType<typeof moveScene>>
