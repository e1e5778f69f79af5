import { ImapFlow } from 'imapflow'
import nodemailer from 'nodemailer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type MailFake, startMailFake } from './index.ts'

const SUPPORT = 'support@fibreway.example'
const SALES = 'sales@fibreway.example'
let fake: MailFake

beforeEach(async () => {
  fake = await startMailFake({
    users: [
      { address: SUPPORT, password: 'one' },
      { address: SALES, password: 'two' },
    ],
  })
})

afterEach(() => fake.stop())

async function submit(from: string, to: string, auth?: { user: string; pass: string }): Promise<void> {
  const server = { host: '127.0.0.1', port: fake.smtpPort, secure: false, ignoreTLS: true }
  const transport = nodemailer.createTransport(auth ? { ...server, auth } : server)
  try {
    await transport.sendMail({
      from,
      to,
      subject: 'Hello',
      text: 'Words',
      messageId: '<m1@fibreway.example>',
    })
  } finally {
    transport.close()
  }
}

async function openInbox(user: string, pass: string, readOnly = false): Promise<ImapFlow> {
  const auth = { user, pass }
  const client = new ImapFlow({ host: '127.0.0.1', port: fake.imapPort, secure: false, auth, logger: false })
  await client.connect()
  await client.mailboxOpen('INBOX', { readOnly })
  return client
}

test('a customer’s mail lands in the mailbox and in the ledger', async () => {
  const messageId = await fake.customerWrites({
    from: 'naledi@customer.example',
    name: 'Naledi Example',
    to: SUPPORT,
    subject: 'No internet',
    text: 'The light is red',
    inReplyTo: 'a@fibreway.example',
    references: ['a@fibreway.example'],
  })
  expect(fake.ledger).toMatchObject([
    {
      from: 'naledi@customer.example',
      to: [SUPPORT],
      messageId,
      inReplyTo: 'a@fibreway.example',
      references: ['a@fibreway.example'],
    },
  ])
  expect(fake.mailbox(SUPPORT)).toMatchObject([{ uid: 1, flags: [] }])
  expect(fake.mailbox(SUPPORT)[0]!.raw.toString()).toContain('The light is red')
  expect(fake.mailbox(SALES)).toEqual([])
})

test('only a known user may send to the outside, and that mail is in the ledger alone', async () => {
  await expect(submit('x@y.example', 'naledi@customer.example')).rejects.toThrow('Relaying denied')
  const wrong = submit(SUPPORT, 'naledi@customer.example', { user: SUPPORT, pass: 'two' })
  await expect(wrong).rejects.toThrow('535')
  expect(fake.ledger).toEqual([])
  const waiting = fake.accepted(entry => entry.messageId === 'm1@fibreway.example')
  await submit(SUPPORT, 'naledi@customer.example', { user: SUPPORT, pass: 'one' })
  expect(await waiting).toBe(fake.ledger[0])
  expect(fake.mailbox(SUPPORT)).toEqual([])
})

test('a planned failure waits for a submission and leaves customers alone', async () => {
  fake.failNext('refuse-5xx')
  await fake.customerWrites({ from: 'a@b.example', to: SUPPORT, subject: 's', text: 't' })
  const auth = { user: SUPPORT, pass: 'one' }
  await expect(submit(SUPPORT, 'naledi@customer.example', auth)).rejects.toThrow('550')
  await submit(SUPPORT, 'naledi@customer.example', auth)
  expect(fake.ledger).toHaveLength(2)
})

test('IMAP users see their own mail only, by UID, and the wrong password sees nothing', async () => {
  await expect(openInbox(SUPPORT, 'two')).rejects.toThrow()
  fake.deliver(SUPPORT, 'Subject: one\r\n\r\nfirst\r\n')
  fake.deliver(SUPPORT, 'Subject: two\r\n\r\nsecond\r\n')
  const [support, sales] = await Promise.all([openInbox(SUPPORT, 'one'), openInbox(SALES, 'two')])
  expect(support.mailbox).toMatchObject({ exists: 2, uidNext: 3 })
  expect(sales.mailbox).toMatchObject({ exists: 0, uidNext: 1 })
  expect(await support.search({ uid: '2:*' }, { uid: true })).toEqual([2])
  const [second] = await support.fetchAll('2', { source: true, envelope: true, size: true }, { uid: true })
  expect(second).toMatchObject({ uid: 2, size: 24, envelope: { subject: 'two' } })
  expect(second?.source?.toString()).toBe('Subject: two\r\n\r\nsecond\r\n')
  const [part] = await support.fetchAll('2', { source: { start: 9, maxLength: 3 } }, { uid: true })
  expect(part?.source?.toString()).toBe('two')
  await Promise.all([support.logout(), sales.logout()])
})

test('flags, appended mail and expunged mail are as the client left them, for other clients too', async () => {
  fake.deliver(SUPPORT, 'Subject: one\r\n\r\nfirst\r\n')
  const client = await openInbox(SUPPORT, 'one')
  await client.fetchAll('1:*', { source: true })
  expect(fake.mailbox(SUPPORT)[0]!.flags).toEqual([])
  await client.messageFlagsAdd('1', ['\\Seen'], { uid: true })
  expect(fake.mailbox(SUPPORT)[0]!.flags).toEqual(['\\Seen'])
  await client.append('Sent', 'Subject: copy\r\n\r\nours\r\n', ['\\Seen'])
  expect(fake.mailbox(SUPPORT, 'Sent')).toMatchObject([{ uid: 1, flags: ['\\Seen'] }])
  const watcher = await openInbox(SUPPORT, 'one', true)
  const gone = new Promise(resolve => watcher.once('expunge', resolve))
  void watcher.idle()
  await fake.whenIdle(SUPPORT)
  await client.messageDelete('1', { uid: true })
  await gone
  expect(fake.mailbox(SUPPORT)).toEqual([])
  await Promise.all([client.logout(), watcher.logout()])
})

test('killed clients and garbage leave the server and its mail as they were', async () => {
  fake.deliver(SUPPORT, 'Subject: one\r\n\r\nfirst\r\n')
  const client = await openInbox(SUPPORT, 'one')
  client.on('error', () => undefined)
  fake.dropConnections()
  const again = await openInbox(SUPPORT, 'one')
  expect(again.mailbox).toMatchObject({ exists: 1 })
  await again.logout()
})

test('an address it does not host is named in the error', () => {
  expect(() => fake.deliver('nobody@fibreway.example', 'x')).toThrow('does not host nobody@fibreway.example')
})
