/** A mailbox of my tenant, through which the product writes to people, and what they get. */
import { newId } from '../../platform/ids.ts'
import { type MailFake, startMailFake } from '../fakes/mail/index.ts'
import { ask } from './doors-ask.ts'
import type { Doors } from './doors-scene.ts'

/** Where people's mail goes. */
export type Post = {
  mailTo(email: string, after: number): Promise<string>
  count(): number
  stop(): Promise<void>
}

const mailbox = 'support@isp.example'

/** Connects a mailbox of my tenant, as an admin does. */
export async function startPost({ at, mine }: Doors): Promise<Post> {
  const fake = await startMailFake({ users: [{ address: mailbox, password: 'mail password' }] })
  const settings = mailSettings(fake)
  const made = await ask(`${at.url}/api/inboxes`, {
    method: 'POST',
    headers: { cookie: mine.admin.cookie, origin: at.url },
    json: { id: newId(), channel: 'email', name: `${mine.mark} mail`, settings },
  })
  if (made.status !== 201) throw new Error(`no mailbox: ${made.status} ${made.text}`)
  return {
    count: () => fake.ledger.length,
    async mailTo(email, after) {
      const limit = new Promise<never>((_, reject) => {
        setTimeout(() => reject(new Error(`no mail to ${email} within 15 s`)), 15_000).unref()
      })
      const isNew = (entry: { to: string[] }) =>
        entry.to.includes(email) && fake.ledger.indexOf(entry as never) >= after
      const { raw } = await Promise.race([fake.accepted(isNew), limit])
      return plain(raw)
    },
    stop: () => fake.stop(),
  }
}

const mailSettings = (fake: MailFake) => ({
  address: mailbox,
  name: 'Support',
  imapHost: '127.0.0.1',
  imapPort: fake.imapPort,
  imapSecurity: 'none',
  imapUser: mailbox,
  imapPassword: 'mail password',
  smtpHost: '127.0.0.1',
  smtpPort: fake.smtpPort,
  smtpSecurity: 'none',
})

/** Quoted-printable and base64 bodies as text. */
function plain(raw: Buffer): string {
  const text = raw.toString('utf8')
  if (/^content-transfer-encoding: base64/im.test(text)) {
    const body = text.slice(text.indexOf('\r\n\r\n') + 4)
    return Buffer.from(body, 'base64').toString('utf8')
  }
  return text
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
}
