/** The doors that open once, how their secrets are got by those they are sent to, and how they are used. */
import { newId } from '../../platform/ids.ts'
import { ask, type Said, somewhere } from './doors-ask.ts'
import type { Post } from './doors-post.ts'
import type { Doors } from './doors-scene.ts'
import type { Installation } from './installation.ts'
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

type Say = (path: string, json: unknown, headers: Record<string, string>) => Promise<Said>

export function oneTimeDoors(doors: Doors, post: Post): OneTime[] {
  const { proxied, random } = doors
  const say: Say = (path, json, headers) =>
    ask(`${proxied.url}${path}`, { method: 'POST', headers: { origin: proxied.url, ...headers }, json })
  const mailed: Mailed = async (path, body, secret) => {
    const before = post.count()
    const { status, text } = await say(path, body, somewhere(random))
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`)
    const mail = await post.mailTo(body.email, before)
    const found = secret.exec(mail)?.[1]
    if (!found) throw new Error(`${path}: no secret in the mail: ${mail}`)
    return found
  }
  return [...byMail(doors, say, mailed), invitations(doors, say)]
}

/** Asks for a secret and reads it out of the mail that comes. */
type Mailed = (path: string, body: { email: string; via?: string }, secret: RegExp) => Promise<string>

async function expireCodes({ owner }: Installation, email: string): Promise<void> {
  await owner.query(
    `UPDATE auth_codes SET expires_at = now() - interval '1 second'
     WHERE user_id = (SELECT id FROM auth_users WHERE email = $1)`,
    [email],
  )
}

function byMail({ at, mine }: Doors, say: Say, mailed: Mailed): OneTime[] {
  const person = async () =>
    (await addMember(at, { tenantId: mine.tenantId, name: 'Naledi', role: 'agent' })).email
  const expire = (email: string) => expireCodes(at, email)
  const base = { person, expire, useOf: async () => null, nearMisses: otherToken }
  const useCode: OneTime['use'] = (email, code, headers) =>
    say('/api/auth/code/verify', { email, code }, headers)
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
      use: useCode,
      useOf: useCode,
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
  ]
}

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
