import { ImapFlow } from 'imapflow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MailFake, startMailFake } from '../../test/fakes/mail/index.ts'
import { recordedLink } from '../../test/fakes/mail/recorded-link.ts'
import { type Dovecot, startDovecot, whyNoDovecot } from '../../test/peers/dovecot.ts'
import { check } from './check.ts'
import { read } from './read.ts'
import { samples } from './samples.ts'
import { send } from './send.ts'
import { connect } from './session.ts'
import type { EmailSettings } from './settings.ts'

const OURS = 'support@fibreway.example'
const CUSTOMER = 'naledi@customer.example'
const missing = whyNoDovecot()

describe.skipIf(missing !== null)(`a real Dovecot${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let dovecot: Dovecot
  let fake: MailFake
  let given: EmailSettings

  beforeAll(async () => {
    dovecot = await startDovecot([
      { address: OURS, password: 'right' },
      { address: CUSTOMER, password: 'hers' },
    ])
    fake = await startMailFake({ users: [{ address: OURS, password: 'right' }] })
    given = {
      ...samples.settings,
      imapHost: '127.0.0.1',
      imapPort: dovecot.imapPort,
      imapSecurity: 'none',
      imapPassword: 'right',
      smtpHost: '127.0.0.1',
      smtpPort: fake.smtpPort,
      smtpSecurity: 'none',
    }
  }, 30_000)

  afterAll(async () => {
    await fake?.stop()
    await dovecot?.stop()
  })

  function question(id: string): string {
    return `From: Naledi <${CUSTOMER}>\r\nTo: ${OURS}\r\nSubject: Line ${id}\r\nMessage-ID: <${id}@customer.example>\r\n\r\nMail ${id}\r\n`
  }

  async function textsOf(items: { raw: Buffer }[]): Promise<string[]> {
    const events = await Promise.all(items.map(item => read(item.raw)))
    return events.flat().flatMap(event => (event.type === 'message' ? [event.text] : []))
  }

  async function flagsInInbox(user: string, pass: string): Promise<{ flags: string[]; raw: string }[]> {
    const auth = { user, pass }
    const client = new ImapFlow({
      host: '127.0.0.1',
      port: dovecot.imapPort,
      secure: false,
      auth,
      logger: false,
    })
    await client.connect()
    await client.mailboxOpen('INBOX', { readOnly: true })
    const mails = await client.fetchAll('1:*', { flags: true, source: true })
    await client.logout()
    return mails.map(mail => ({ flags: [...(mail.flags ?? [])], raw: mail.source?.toString() ?? '' }))
  }

  test('delivered mail arrives through IDLE and after a reconnect, and nothing is marked as seen', async () => {
    expect(await check(given, recordedLink().link)).toEqual({ account: OURS })
    const first = recordedLink()
    const firstRun = connect(given, first.link)
    await first.connected
    for (const id of ['a', 'b', 'c']) await dovecot.deliver(CUSTOMER, OURS, question(id))
    await first.stored(3)
    first.abort()
    await firstRun
    await dovecot.deliver(CUSTOMER, OURS, question('d'))
    const second = recordedLink(first)
    const secondRun = connect(given, second.link)
    await second.stored(4)
    second.abort()
    await secondRun
    expect(await textsOf(second.items)).toEqual(['Mail a', 'Mail b', 'Mail c', 'Mail d'])
    expect(second.repeats).toBe(0)
    const seen = (await flagsInInbox(OURS, 'right')).filter(({ flags }) => flags.includes('\\Seen'))
    expect(seen).toEqual([])
  }, 30_000)

  test('a reply sent over SMTP lies in the customer’s mailbox with the right In-Reply-To', async () => {
    const { externalId } = await send(
      {
        attemptId: 'attempt-1',
        messageId: '0195f3c2-7b1a-7cc0-9d2e-4f1f6a3b2c1d',
        to: { kind: 'email', value: CUSTOMER },
        text: 'We are on it.',
        files: [],
        subject: 'Re: Line a',
        references: ['a@customer.example'],
        hookUrl: '',
      },
      given,
      recordedLink().link,
    )
    const sent = await fake.accepted(entry => entry.messageId === externalId)
    await dovecot.deliver(sent.from, CUSTOMER, sent.raw)
    const [reply] = await flagsInInbox(CUSTOMER, 'hers')
    expect(reply?.raw).toContain('In-Reply-To: <a@customer.example>')
    expect(reply?.raw).toContain(`Message-ID: <${externalId}>`)
    expect(await read(Buffer.from(reply?.raw ?? ''))).toMatchObject([
      { text: 'We are on it.', references: ['a@customer.example'], from: { value: OURS } },
    ])
  }, 30_000)
})
