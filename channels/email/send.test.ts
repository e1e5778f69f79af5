import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type MailFake, startMailFake } from '../../test/fakes/mail/index.ts'
import { ChannelFailure, type Io, type Outgoing } from '../channel.ts'
import { check } from './check.ts'
import { email } from './index.ts'
import { samples } from './samples.ts'
import { send } from './send.ts'
import type { EmailSettings } from './settings.ts'

const OURS = 'support@fibreway.example'
let fake: MailFake
let given: EmailSettings

const io: Io = {
  http: () => Promise.reject(new Error('Email makes no HTTP requests')),
  resolve: host => Promise.resolve(host),
}

const outgoing: Outgoing = {
  attemptId: 'attempt-1',
  messageId: '0195f3c2-7b1a-7cc0-9d2e-4f1f6a3b2c1d',
  to: { kind: 'email', value: 'naledi@customer.example', name: 'Naledi Example' },
  text: 'We are on it.\nBest, Thabo',
  subject: 'Re: No internet',
  references: ['a1@customer.example', 'b2@customer.example'],
  files: [],
  hookUrl: '',
}

beforeEach(async () => {
  fake = await startMailFake({ users: [{ address: OURS, password: 'right' }] })
  given = {
    ...samples.settings,
    imapHost: '127.0.0.1',
    imapPort: fake.imapPort,
    imapSecurity: 'none',
    imapPassword: 'right',
    smtpHost: '127.0.0.1',
    smtpPort: fake.smtpPort,
    smtpSecurity: 'none',
  }
})

afterEach(() => fake.stop())

test('a reply goes out threaded, under an id that depends on our message only', async () => {
  const first = await send(outgoing, given, io)
  const again = await send({ ...outgoing, attemptId: 'attempt-2' }, given, io)
  expect(first).toEqual({ externalId: `${outgoing.messageId}@fibreway.example` })
  expect(again).toEqual(first)
  const [mail] = fake.ledger
  expect(mail).toMatchObject({
    from: OURS,
    to: ['naledi@customer.example'],
    messageId: first.externalId,
    inReplyTo: 'b2@customer.example',
    references: ['a1@customer.example', 'b2@customer.example'],
  })
  const raw = mail!.raw.toString()
  expect(raw).toContain('From: Fibreway Support <support@fibreway.example>')
  expect(raw).toContain('Subject: Re: No internet')
  expect(raw).not.toMatch(/^auto-submitted/im)
})

test('what we send can be read back: text, subject and sender', async () => {
  const text = 'Güten Tag 👋\n.\n..dots\nFrom here\n'
  await send({ ...outgoing, text, subject: 'Ünterwegs 👋' }, given, io)
  const [event] = await email.read(fake.ledger[0]!.raw)
  expect(event).toMatchObject({
    text: text.trim(),
    subject: 'Ünterwegs 👋',
    from: { value: OURS },
    automatic: false,
  })
})

test('no header can be injected through names, subject, references or ids', async () => {
  const evil = 'x\r\nBcc: victim@other.example\r\n\r\nbody'
  await send(
    {
      ...outgoing,
      messageId: `m1\r\nX-Evil: 1`,
      to: { kind: 'email', value: 'naledi@customer.example', name: evil },
      subject: evil,
      references: [`a@x>\r\nX-Evil: 1`, 'nomid:0123', 'ok@customer.example'],
    },
    { ...given, name: evil },
    io,
  )
  const [mail] = fake.ledger
  expect(mail?.to).toEqual(['naledi@customer.example'])
  expect(mail?.references).toEqual(['ok@customer.example'])
  const head = mail!.raw.toString().split('\r\n\r\n')[0]!
  expect(head).not.toMatch(/^(bcc|x-evil)/im)
})

test('an address that is none is rejected before any connection', async () => {
  for (const value of ['nobody', 'a@b.example\r\nRCPT TO:<x@y.example>', 'a@b.example, c@d.example']) {
    const failure = send({ ...outgoing, to: { kind: 'email', value } }, given, io)
    await expect(failure).rejects.toMatchObject({ outcome: 'rejected' })
  }
  expect(fake.ledger).toEqual([])
})

describe('every way a send can fail', () => {
  test.each([
    ['refuse-5xx', 'rejected', '550', 0],
    ['later-4xx', 'retry', '451', 0],
    ['hang-up-before', 'retry', 'ECONNECTION', 0],
    ['accept-then-hang-up', 'unknown', 'ECONNECTION', 1],
    ['bad-auth', 'signed-out', '535', 0],
  ] as const)('%s is %s', async (kind, outcome, code, accepted) => {
    fake.failNext(kind)
    await expect(send(outgoing, given, io)).rejects.toMatchObject({ name: 'ChannelFailure', outcome, code })
    expect(fake.ledger).toHaveLength(accepted)
    await send(outgoing, given, io)
    expect(fake.ledger).toHaveLength(accepted + 1)
  })

  test('the words are the mail server’s own', async () => {
    fake.failNext('refuse-5xx')
    await expect(send(outgoing, given, io)).rejects.toThrow('SMTP: 550 No such mailbox here')
  })

  test('nobody listening is retry', async () => {
    await expect(send(outgoing, { ...given, smtpPort: 1 }, io)).rejects.toMatchObject({ outcome: 'retry' })
  })

  test('a host that may not be called is what the hub says it is', async () => {
    const resolve = () => Promise.reject(new ChannelFailure('rejected', 'That host is not allowed'))
    await expect(send(outgoing, given, { ...io, resolve })).rejects.toMatchObject({ outcome: 'rejected' })
  })

  test('a server without the STARTTLS that was asked for gets neither password nor mail', async () => {
    await expect(send(outgoing, { ...given, smtpSecurity: 'starttls' }, io)).rejects.toMatchObject({
      outcome: 'retry',
    })
    expect(fake.ledger).toEqual([])
  })
})

describe('a server that plays by a script', () => {
  let server: Server
  const sockets = new Set<Socket>()

  /** Answers each line that starts with a key; `.` is the end of the mail; null hangs up. */
  async function script(answers: Record<string, string | null>): Promise<number> {
    const usual = {
      EHLO: '250-x\r\n250 AUTH PLAIN',
      AUTH: '235 ok',
      MAIL: '250 ok',
      RCPT: '250 ok',
      DATA: '354 go',
    }
    const all: Record<string, string | null> = { ...usual, '.': '250 ok', QUIT: '221 bye', ...answers }
    server = createServer(socket => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      let buffered = ''
      socket.write('220 x\r\n')
      socket.on('data', chunk => {
        buffered += chunk
        const lines = buffered.split('\r\n')
        buffered = lines.pop() ?? ''
        for (const line of lines) {
          const key = Object.keys(all).find(word => (word === '.' ? line === '.' : line.startsWith(word)))
          const answer = key === undefined ? undefined : all[key]
          if (answer === null) socket.destroy()
          else if (answer !== undefined) socket.write(`${answer}\r\n`)
        }
      })
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as { port: number }).port
  }

  afterEach(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })

  test.each([
    ['a refusal of the sender', { MAIL: '553 not you' }, 'rejected'],
    ['a demand to log in after all', { MAIL: '530 log in' }, 'signed-out'],
    ['a refusal of the content', { '.': '554 looks like spam' }, 'rejected'],
    ['greylisting of the recipient', { RCPT: '450 come back' }, 'retry'],
    ['a login that is away for now', { AUTH: '454 later' }, 'retry'],
    ['a hang-up at login', { AUTH: null }, 'retry'],
    ['a hang-up after the envelope', { DATA: null }, 'retry'],
    ['a hang-up after the last dot', { '.': null }, 'unknown'],
    ['a clear "later" after the last dot', { '.': '421 shutting down' }, 'retry'],
    ['a clear "yes" and then a hang-up', { QUIT: null }, 'sent'],
  ] as [string, Record<string, string | null>, string][])('%s', async (_, answers, outcome) => {
    const smtpPort = await script(answers)
    const result = await send(outgoing, { ...given, smtpPort }, io).then(
      () => 'sent',
      error => (error as ChannelFailure).outcome,
    )
    expect(result).toBe(outcome)
  })
})

describe('check', () => {
  test('proves both halves and names the account', async () => {
    expect(await check({ ...given, address: 'Support@Fibreway.example' }, io)).toEqual({ account: OURS })
    expect(fake.ledger).toEqual([])
  })

  test('says which half failed', async () => {
    const imap = check({ ...given, imapPassword: 'wrong' }, io)
    await expect(imap).rejects.toMatchObject({
      outcome: 'signed-out',
      message: expect.stringMatching(/^IMAP: /),
    })
    const smtp = check({ ...given, smtpUser: OURS, smtpPassword: 'wrong' }, io)
    await expect(smtp).rejects.toMatchObject({
      outcome: 'signed-out',
      message: expect.stringMatching(/^SMTP: /),
    })
  })
})

describe('settings', () => {
  test('the example settings are valid and the account is the address in lower case', () => {
    expect(email.settings.parse(samples.settings)).toEqual(samples.settings)
    expect(email.accountOf({ ...samples.settings, address: 'Support@Fibreway.example' })).toBe(OURS)
  })

  test.each([
    { address: 'not an address' },
    { imapPort: 0 },
    { imapPort: 70_000 },
    { smtpSecurity: 'maybe' },
    { imapHost: '' },
    { imapPassword: '' },
  ])('%j is refused', change => {
    expect(email.settings.safeParse({ ...samples.settings, ...change }).success).toBe(false)
  })
})
