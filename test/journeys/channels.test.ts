import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MailFake, startMailFake } from '../fakes/mail/index.ts'
import { startTelegramFake, type TelegramFake } from '../fakes/telegram.ts'
import { startTwilioFake, type TwilioFake } from '../fakes/twilio.ts'
import { connectLive, type LiveClient } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

type Message = {
  id: string
  text: string
  state: string
  subject: string | null
  flags: string[]
  hasHtml: boolean
}
type Arrived = {
  conversationId: string
  message: Message
  conversation: { contact: { id: string; name: string } }
}

const mailbox = 'support@isp.example'
const botToken = '700:abcdefghijklmnopqrstuvwxyz'
const sid = `AC${'0'.repeat(32)}`

let trunkline: Trunkline
let agent: Member
let screen: LiveClient
let mail: MailFake
let telegram: TelegramFake
let twilio: TwilioFake
const inboxes: Record<string, string> = {}

beforeAll(async () => {
  ;[mail, telegram, twilio] = await Promise.all([
    startMailFake({ users: [{ address: mailbox, password: 'pw' }] }),
    startTelegramFake({ botToken }),
    startTwilioFake({ accountSid: sid, authToken: 'auth', autoReceipts: true }),
  ])
  trunkline = await startTrunkline()
  const email = {
    address: mailbox,
    name: 'ISP',
    imapHost: '127.0.0.1',
    imapPort: mail.imapPort,
    imapSecurity: 'none',
    imapUser: mailbox,
    imapPassword: 'pw',
    smtpHost: '127.0.0.1',
    smtpPort: mail.smtpPort,
    smtpSecurity: 'none',
  }
  const sms = { accountSid: sid, authToken: 'auth', fromNumber: '+27871234500', apiUrl: twilio.url }
  inboxes.email = (await trunkline.inbox('email', email)).id
  inboxes.telegram = (await trunkline.inbox('telegram', { botToken, apiUrl: telegram.url })).id
  const { id, hookUrl } = await trunkline.inbox('sms', sms)
  inboxes.sms = id
  twilio.setHookUrl(hookUrl)
  agent = await trunkline.member({ name: 'Aisha' })
  screen = await connectLive(trunkline.url, agent.cookie)
  await mail.whenIdle(mailbox)
})
afterAll(async () => {
  screen.close()
  await trunkline.close()
  await Promise.all([mail.stop(), telegram.stop(), twilio.stop()])
})

const arrived = (text: string) =>
  screen.told(
    'event',
    event => ((event.message as Message | null)?.text ?? '').trim() === text,
  ) as unknown as Promise<Arrived>
const reached = (id: string, state: string) =>
  screen.told('event', event => {
    const message = event.message as Message | null
    return message?.id === id && message.state === state
  })

async function answer(conversationId: string, channel: string, id: string, text: string): Promise<void> {
  const { status } = await trunkline.call(agent, 'POST', `/api/conversations/${conversationId}/replies`, {
    id,
    text,
    inboxId: inboxes[channel],
    lastSeenSeq: 999,
  })
  expect(status).toBe(201)
}

it('brings a Telegram message and takes the answer back', async () => {
  telegram.customerSays({ chatId: 4711, name: 'Sipho', text: 'hi by telegram' })
  const { conversationId } = await arrived('hi by telegram')
  const id = '01990000-0000-7000-8000-000000000101'
  await answer(conversationId, 'telegram', id, 'hi Sipho')
  await reached(id, 'sent')
  expect(telegram.ledger).toMatchObject([{ chatId: 4711, text: 'hi Sipho' }])
  await telegram.idle()
})

it('brings a signed Twilio text and takes the answer back up to delivered', async () => {
  twilio.customerTexts({ from: '+27821230011', to: '+27871234500', body: 'hi by sms' })
  const { conversationId } = await arrived('hi by sms')
  const id = '01990000-0000-7000-8000-000000000102'
  await answer(conversationId, 'sms', id, 'hi back')
  await reached(id, 'delivered')
  expect(twilio.ledger).toMatchObject([{ to: '+27821230011', body: 'hi back' }])
})

it('keeps a mail thread together by its references, and the answer names the mail it answers', async () => {
  const first = await mail.customerWrites({
    from: 'pieter@mail.example',
    name: 'Pieter',
    to: mailbox,
    subject: 'Fixed address',
    text: 'What does it cost?',
  })
  const { conversationId } = await arrived('What does it cost?')
  const id = '01990000-0000-7000-8000-000000000103'
  await answer(conversationId, 'email', id, 'R 50 a month.')
  const sent = await mail.accepted(entry => entry.to.includes('pieter@mail.example'))
  expect(sent.inReplyTo).toBe(first)
  expect(sent.references).toContain(first)
  expect(String(sent.raw)).toContain('Subject: Re: Fixed address')

  await mail.customerWrites({
    from: 'pieter@mail.example',
    to: mailbox,
    subject: 'Re: Fixed address',
    text: 'Please order it.',
    inReplyTo: sent.messageId ?? '',
    references: [first, sent.messageId ?? ''],
  })
  expect((await arrived('Please order it.')).conversationId).toBe(conversationId)

  await mail.customerWrites({
    from: 'pieter@mail.example',
    to: mailbox,
    subject: 'Something else',
    text: 'Another matter.',
  })
  const other = await arrived('Another matter.')
  expect(other.conversationId).not.toBe(conversationId)
})

it("does not let a stranger into someone's thread by naming its references", async () => {
  const first = await mail.customerWrites({
    from: 'ruth@mail.example',
    to: mailbox,
    subject: 'Bill',
    text: 'My bill, please.',
  })
  const { conversationId } = await arrived('My bill, please.')
  await mail.customerWrites({
    from: 'stranger@elsewhere.example',
    to: mailbox,
    subject: 'Re: Bill',
    text: 'Send it to me instead.',
    inReplyTo: first,
    references: [first],
  })
  const strange = await arrived('Send it to me instead.')
  expect(strange.conversationId).not.toBe(conversationId)
  expect(strange.message.flags).toContain('answers a conversation of someone else')
})

it('keeps two different mails that claim the same Message-ID, and flags the second', async () => {
  const write = (text: string) =>
    mail.customerWrites({
      from: 'mpho@mail.example',
      to: mailbox,
      subject: 'Twice',
      text,
      messageId: 'same@mail.example',
    })
  await write('the first')
  await arrived('the first')
  await write('the second')
  expect((await arrived('the second')).message.flags).toContain('another message carries the same Message-ID')
})

it('shows a mail without Message-ID, From or Date, and goes on behind it', async () => {
  mail.deliver(mailbox, 'Subject: odd\r\n\r\nno head, only body\r\n')
  const { message } = await arrived('no head, only body')
  expect(message.flags).toContain('no sender address')
  await mail.customerWrites({ from: 'vusi@mail.example', to: mailbox, subject: 'ok', text: 'and one more' })
  await arrived('and one more')
})

it('fetches a file of a mail apart from its words', async () => {
  await mail.customerWrites({
    from: 'anja@mail.example',
    to: mailbox,
    subject: 'Proof of payment',
    text: 'See the file.',
    attachments: [{ filename: 'proof.txt', content: 'R 849 paid', contentType: 'text/plain' }],
  })
  await arrived('See the file.')
  const stored = await screen.told('event', event => {
    const files = (event.message as { attachments?: { state: string }[] } | null)?.attachments
    return files?.[0]?.state === 'stored'
  })
  const [file] = (stored.message as { attachments: { id: string; name: string }[] }).attachments
  expect(file?.name).toBe('proof.txt')
  const bytes = await fetch(`${trunkline.url}/api/attachments/${file?.id}`, {
    headers: { cookie: agent.cookie },
  })
  expect(bytes.headers.get('content-disposition')).toContain('attachment')
  expect(await bytes.text()).toBe('R 849 paid')
  const stranger = await trunkline.member({ inboxIds: [inboxes.sms ?? ''] })
  const refused = await fetch(`${trunkline.url}/api/attachments/${file?.id}`, {
    headers: { cookie: stranger.cookie },
  })
  expect(refused.status).toBe(404)
})

it('makes one person of a number that writes by SMS and WhatsApp, and knows the customer by it', async () => {
  const { createCustomer } = await import('../../backoffice/customers/index.ts')
  const { newId } = await import('../../platform/ids.ts')
  await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    createCustomer(tx, { id: newId(), name: 'Zanele Mahlangu', phone: '+27821230020' }),
  )
  twilio.customerTexts({ from: '+27821230020', to: '+27871234500', body: 'am I known?' })
  const { conversationId } = await arrived('am I known?')
  const panel = await trunkline.call<{
    customers: { name: string; evidence: string; balance: { minor: number } }[]
  }>(agent, 'GET', `/api/conversations/${conversationId}/panel`)
  expect(panel.body.customers).toMatchObject([
    { name: 'Zanele Mahlangu', evidence: 'phone on record', balance: { minor: 0 } },
  ])
})
