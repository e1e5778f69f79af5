/** Writes as a customer through the fake providers, and shows what arrived on the customer's side. */
import PostalMime from 'postal-mime'
import { newId } from '../../platform/ids.ts'
import { type DemoFakes, demoAddresses } from './fakes.ts'

export type SimulatedChannel = 'email' | 'telegram' | 'sms' | 'whatsapp'

export type CustomerItem = {
  id: string
  from: 'customer' | 'isp'
  text: string
  subject: string | null
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

export type CustomerSide = {
  /** Sends the message as the customer's own device would; answers an id for the page. */
  write(message: CustomerMessage): Promise<string>
  /** Both sides of the thread as this customer sees it, oldest first. */
  thread(channel: SimulatedChannel, address: string): Promise<CustomerItem[]>
}

const mostKept = 2_000

export function createCustomerSide(fakes: DemoFakes): CustomerSide {
  const said = new Map<string, CustomerItem[]>()
  const keyOf = (channel: string, address: string) => `${channel} ${address.toLowerCase()}`
  return {
    async write(message) {
      await writers[message.channel](fakes, message)
      const item: CustomerItem = {
        id: newId(),
        from: 'customer',
        text: message.text,
        subject: message.subject ?? null,
        at: new Date().toISOString(),
        state: null,
      }
      const key = keyOf(message.channel, message.address)
      if (said.size > mostKept) said.clear()
      said.set(key, [...(said.get(key) ?? []), item].slice(-200))
      return item.id
    },
    async thread(channel, address) {
      const theirs = said.get(keyOf(channel, address)) ?? []
      const ours = await readers[channel](fakes, address)
      return [...theirs, ...ours].sort((a, b) => (a.at < b.at ? -1 : 1))
    },
  }
}

const writers: Record<SimulatedChannel, (fakes: DemoFakes, message: CustomerMessage) => Promise<void>> = {
  async whatsapp(fakes, { address, name, text }) {
    fakes.whatsapp.customerSays({ phone: address, name, text })
  },
  async sms(fakes, { address, text }) {
    fakes.twilio.customerTexts({ from: address, to: demoAddresses.sms, body: text })
  },
  async telegram(fakes, { address, name, text }) {
    fakes.telegram.customerSays({ chatId: Number(address), name, text })
  },
  async email(fakes, { address, name, text, subject }) {
    const last = fakes.mail.ledger.findLast(mail => mail.to.includes(address.toLowerCase()))
    const id = last?.messageId
    const answers = last && id && !subject ? { inReplyTo: id, references: [...last.references, id] } : {}
    await fakes.mail.customerWrites({
      from: address,
      name,
      to: demoAddresses.mailbox,
      subject: subject ?? (last ? await subjectOf(last.raw) : 'A question'),
      text,
      ...answers,
    })
  },
}

async function subjectOf(raw: Buffer): Promise<string> {
  const subject = (await PostalMime.parse(raw)).subject ?? ''
  return /^re:/i.test(subject) ? subject : `Re: ${subject}`
}

const fromIsp = (id: string, at: Date, text: string, subject: string | null = null): CustomerItem => ({
  id,
  from: 'isp',
  text,
  subject,
  at: at.toISOString(),
  state: null,
})

const readers: Record<SimulatedChannel, (fakes: DemoFakes, address: string) => Promise<CustomerItem[]>> = {
  whatsapp: async (fakes, address) =>
    fakes.whatsapp.ledger
      .filter(sent => sent.to === address)
      .map(sent => fromIsp(sent.wamid, sent.at, sent.text)),
  sms: async (fakes, address) =>
    fakes.twilio.ledger
      .filter(sent => sent.to === address)
      .map(sent => fromIsp(sent.sid, new Date(sent.at), sent.body)),
  telegram: async (fakes, address) =>
    fakes.telegram.ledger
      .filter(sent => String(sent.chatId) === address)
      .map(sent => fromIsp(String(sent.messageId), sent.at, sent.text)),
  email: async (fakes, address) => {
    const mails = fakes.mail.ledger.filter(mail => mail.to.includes(address.toLowerCase()))
    return Promise.all(
      mails.map(async mail => {
        const parsed = await PostalMime.parse(mail.raw)
        return fromIsp(
          mail.messageId ?? String(mail.at),
          new Date(mail.at),
          parsed.text ?? '',
          parsed.subject ?? null,
        )
      }),
    )
  },
}
