/** Writes as a customer through the fake providers, and shows what the customer's own screen would show. */
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import { type DemoFakes, demoAddresses } from './fakes.ts'

export type SimulatedChannel = 'email' | 'telegram' | 'sms' | 'whatsapp'

export type CustomerItem = {
  id: string
  from: 'customer' | 'isp'
  text: string
  subject: string | null
  /** Names of what came along. */
  files: string[]
  at: string
  state: string | null
}

export type CustomerMessage = {
  channel: SimulatedChannel
  address: string
  name: string
  text: string
  subject?: string | undefined
}

/** Sends the message as the customer's own device would; answers an id for the page. */
export async function writeAsCustomer(tx: Tx, fakes: DemoFakes, message: CustomerMessage): Promise<string> {
  await writers[message.channel](tx, fakes, message)
  return newId()
}

/** Both sides of the thread, oldest first: what they wrote, and what their provider accepted from us. */
export async function customerThread(
  tx: Tx,
  channel: SimulatedChannel,
  address: string,
): Promise<CustomerItem[]> {
  const { rows } = await tx.query<{
    id: string
    direction: string
    text: string
    subject: string | null
    files: string[]
    at: Date
  }>(
    `SELECT m.id, m.direction, m.text, m.subject, m.created_at AS at,
       ARRAY(SELECT a.name FROM attachments a WHERE a.message_id = m.id ORDER BY a.id) AS files FROM messages m
     JOIN identities i ON i.id = m.identity_id
     WHERE m.channel = $1 AND i.value = $2 AND (m.direction = 'in' OR m.state IN ('sent', 'delivered', 'read'))
     ORDER BY m.created_at DESC, m.seq DESC LIMIT 200`,
    [channel, address.toLowerCase()],
  )
  return rows.reverse().map(row => ({
    id: row.id,
    from: row.direction === 'in' ? ('customer' as const) : ('isp' as const),
    text: row.text,
    subject: row.subject,
    files: row.files,
    at: row.at.toISOString(),
    state: null,
  }))
}

const writers: Record<
  SimulatedChannel,
  (tx: Tx, fakes: DemoFakes, message: CustomerMessage) => Promise<void>
> = {
  async whatsapp(_tx, fakes, { address, name, text }) {
    fakes.whatsapp.customerSays({ phone: address, name, text })
  },
  async sms(_tx, fakes, { address, text }) {
    fakes.twilio.customerTexts({ from: address, to: demoAddresses.sms, body: text })
  },
  async telegram(_tx, fakes, { address, name, text }) {
    fakes.telegram.customerSays({ chatId: Number(address), name, text })
  },
  async email(tx, fakes, { address, name, text, subject }) {
    const last = subject ? undefined : await lastMailTo(tx, address)
    await fakes.mail.customerWrites({
      from: address,
      name,
      to: demoAddresses.mailbox,
      subject: subject ?? last?.subject ?? 'A question',
      text,
      ...(last ? { inReplyTo: last.external_id, references: [last.external_id] } : {}),
    })
  },
}

/** A customer who gives no subject answers the last mail they got. */
async function lastMailTo(
  tx: Tx,
  address: string,
): Promise<{ external_id: string; subject: string } | undefined> {
  const { rows } = await tx.query<{ external_id: string; subject: string }>(
    `SELECT m.external_id, m.subject FROM messages m JOIN identities i ON i.id = m.identity_id
     WHERE m.channel = 'email' AND m.direction = 'out' AND i.value = $1 AND m.external_id IS NOT NULL
     ORDER BY m.created_at DESC LIMIT 1`,
    [address.toLowerCase()],
  )
  return rows[0]
}
