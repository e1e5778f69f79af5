/** The doors that open once, how their secrets are got by those they are sent to, and how they are used. */
import { newId } from '../../platform/ids.ts'
import { type MailFake, startMailFake } from '../fakes/mail/index.ts'
import { ask, type Said, somewhere } from './doors-ask.ts'
import type { Doors } from './doors-scene.ts'
import { addMember } from './people.ts'

export type OneTime = {
  name: string
  /** Wrong tries after which a right one is worth nothing; absent where it cannot be guessed. */
  guesses?: number
  /** Somebody new, by their address. */
  person(): Promise<string>
  /** A secret for them, as it reached them. */
  issue(email: string): Promise<string>
  /** As if they had come too late. */
  expire(email: string): Promise<void>
  use(email: string, secret: unknown, headers: Record<string, string>): Promise<Said>
  /** With somebody else's secret; null where a secret names its own person. */
  useOf(email: string, secret: string, headers: Record<string, string>): Promise<Said | null>
  /** Other ways to write a secret that must not count. */
  nearMisses(secret: string): string[]
}

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

export function oneTimeDoors(doors: Doors, post: Post): OneTime[] {
  const { at, proxied, mine, random } = doors
  const say = (path: string, json: unknown, headers: Record<string, string>) =>
    ask(`${proxied.url}${path}`, { method: 'POST', headers: { origin: proxied.url, ...headers }, json })
  const person = async () =>
    (await addMember(at, { tenantId: mine.tenantId, name: 'Naledi', role: 'agent' })).email
  const mailed = async (path: string, body: { email: string; via?: string }, secret: RegExp) => {
    const before = post.count()
    const { status, text } = await say(path, body, somewhere(random))
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`)
    const mail = await post.mailTo(body.email, before)
    const found = secret.exec(mail)?.[1]
    if (!found) throw new Error(`${path}: no secret in the mail: ${mail}`)
    return found
  }
  const expire = async (email: string) => {
    await at.owner.query(
      `UPDATE auth_codes SET expires_at = now() - interval '1 second'
       WHERE user_id = (SELECT id FROM auth_users WHERE email = $1)`,
      [email],
    )
  }
  const base = { person, expire, useOf: async () => null, nearMisses: otherToken }
  return [
    {
      ...base,
      name: 'a link to sign in',
      issue: email => mailed('/api/auth/magic-link/request', { email }, /\/sign-in\/link#([\w.-]+)/),
      use: (_, token, headers) => say('/api/auth/magic-link/verify', { token }, headers),
    },
    {
      ...base,
      name: 'a link for a new password',
      issue: email => mailed('/api/auth/password/request-reset', { email }, /\/reset-password#([\w.-]+)/),
      use: (_, token, headers) =>
        say('/api/auth/password/reset', { token, newPassword: `new words ${newId()}` }, headers),
    },
    {
      ...base,
      name: 'a code to sign in',
      guesses: 5,
      issue: email => mailed('/api/auth/code/request', { email, via: 'email' }, /\b(\d{6})\b is your code/),
      use: (email, code, headers) => say('/api/auth/code/verify', { email, code }, headers),
      useOf: (email, code, headers) => say('/api/auth/code/verify', { email, code }, headers),
      nearMisses: code => [
        ` ${code}`,
        `${code} `,
        `${code}.0`,
        `+${code}`,
        `0${code}`,
        wide(code),
        `${code}\n`,
      ],
    },
    invitations(doors, say),
  ]
}

type Say = (path: string, json: unknown, headers: Record<string, string>) => Promise<Said>

/** The link is shown to the one who invites, who hands it over. */
function invitations({ at, mine, theirs }: Doors, say: Say): OneTime {
  const known = new Map<string, string>()
  const call = (method: string, path: string, json?: unknown) =>
    ask(`${at.url}${path}`, {
      method,
      headers: { cookie: mine.admin.cookie, origin: at.url },
      ...(json === undefined ? {} : { json }),
    })
  return {
    name: 'an invitation',
    person: async () => `${newId()}@invited.example`,
    async issue(email) {
      const id = known.get(email)
      const body = { email, name: 'Invited', role: 'agent' }
      const said = id
        ? await call('POST', `/api/invitations/${id}/resend`)
        : await call('POST', '/api/invitations', body)
      if (said.status > 299) throw new Error(`no invitation: ${said.status} ${said.text}`)
      const { invitation, link } = JSON.parse(said.text) as { invitation: { id: string }; link: string }
      known.set(email, invitation.id)
      return decodeURIComponent(link.slice(link.indexOf('token=') + 6))
    },
    async expire(email) {
      await at.owner.query(
        `UPDATE invitations SET expires_at = now() - interval '1 second' WHERE email = $1`,
        [email],
      )
    },
    use: (_, token, headers) =>
      say('/api/invitation/accept', { token, name: 'Invited', password: 'a password for proofs' }, headers),
    useOf: async () => null,
    nearMisses: token => [
      ...otherToken(token),
      token.replace(mine.tenantId, theirs.tenantId),
      token.replace(mine.tenantId, ''),
    ],
  }
}

/** A token is its row's id, a dot and a secret. */
function otherToken(token: string): string[] {
  const dot = token.lastIndexOf('.')
  const [id, secret] = [token.slice(0, dot), token.slice(dot + 1)]
  return [
    id,
    `${id}.`,
    secret,
    `.${secret}`,
    `${newId()}.${secret}`,
    `${id}.${'A'.repeat(secret.length)}`,
    `${id}.${secret.toLowerCase()}`,
    `${id}.${Buffer.from(secret).toString('hex')}`,
    `${id}.undefined`,
    ` ${token}`,
    `${token}%00`,
  ]
}

/** Digits that look like digits. */
const wide = (code: string) => code.replaceAll(/\d/g, digit => String.fromCodePoint(0xff10 + Number(digit)))
