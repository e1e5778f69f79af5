/** Sessions cannot be made, changed or borrowed: signatures, JWTs of one's own, other people's tokens, dead ones. */
import { createHmac } from 'node:crypto'
import { ask, somewhere, trySignIn, whoAmI } from './doors-ask.ts'
import type { Doors } from './doors-scene.ts'
import { addMember } from './people.ts'

type Session = { name: string; token: string; signature: string; cookie: string }

/** The status of /api/me for somebody who comes with these headers. */
const statusFor = async ({ proxied, random }: Doors, headers: Record<string, string>): Promise<number> =>
  (await whoAmI(proxied.url, { ...somewhere(random), ...headers })).status

export async function proveTokens(doors: Doors): Promise<void> {
  const { mine, theirs, checks } = doors
  const session = sessionOf(mine.admin.cookie)
  const stranger = sessionOf(theirs.admin.cookie)
  checks.same('an untouched session', 200, await statusFor(doors, { cookie: session.cookie }))
  const cookies = forgedCookies(session, stranger)
  checks.step(`${cookies.length} forged cookies`)
  for (const [what, cookie] of cookies) {
    checks.same(`a cookie with ${what}`, 401, await statusFor(doors, { cookie }))
  }
  await proveJwts(doors, session)
  await proveDeadSessions(doors)
  checks.same('the untouched session, still', 200, await statusFor(doors, { cookie: session.cookie }))
}

/** better-auth's cookie: token, a dot, base64 of an HMAC; the whole percent-encoded. */
function sessionOf(cookies: string): Session {
  const cookie = cookies.split('; ').find(each => each.includes('session_token=')) ?? ''
  const at = cookie.indexOf('=')
  const value = decodeURIComponent(cookie.slice(at + 1))
  const dot = value.indexOf('.')
  if (at < 0 || dot < 0) throw new Error('the session cookie is not name=token.signature')
  return { name: cookie.slice(0, at), token: value.slice(0, dot), signature: value.slice(dot + 1), cookie }
}

function forgedCookies({ name, token, signature }: Session, stranger: Session): [string, string][] {
  const value = (text: string) => `${name}=${encodeURIComponent(text)}`
  const signed = (key: string) => createHmac('sha256', key).update(token).digest('base64')
  const changed = (text: string, at: number) =>
    text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
  return [
    ['no signature', value(token)],
    ['an empty signature', value(`${token}.`)],
    ['only a signature', value(`.${signature}`)],
    ['nothing', value('')],
    ['a dot', value('.')],
    ['a null byte', `${name}=%00.%00`],
    ["a stranger's token and one's own signature", value(`${stranger.token}.${signature}`)],
    ["one's own token and a stranger's signature", value(`${token}.${stranger.signature}`)],
    ['token and signature exchanged', value(`${signature}.${token}`)],
    ['a signature in lower case', value(`${token}.${signature.toLowerCase()}`)],
    ['a signature cut short', value(`${token}.${signature.slice(0, -4)}`)],
    ['SQL in the token', value(`' OR '1'='1.${signature}`)],
    ['a wildcard token', value(`%.${signature}`)],
    ['the name of an object field', value('__proto__.constructor')],
    ...['', 'secret', 'better-auth-secret-123456789', 'changeme', token].map((key): [string, string] => [
      `a signature by the key "${key === token ? 'its token' : key}"`,
      value(`${token}.${signed(key)}`),
    ]),
    ...[0, 8, 16, 24].map((at): [string, string] => [
      `character ${at} of the token changed`,
      value(`${changed(token, at)}.${signature}`),
    ]),
    ...[0, 10, 20, 30, 40].map((at): [string, string] => [
      `character ${at} of the signature changed`,
      value(`${token}.${changed(signature, at)}`),
    ]),
  ]
}

/** This product reads no JWT as a session; each of these would be one somewhere. */
async function proveJwts(doors: Doors, session: Session): Promise<void> {
  const { at, mine, checks } = doors
  const { rows } = await at.owner.query<{ id: string }>('SELECT id FROM auth_users WHERE email = $1', [
    mine.admin.email,
  ])
  const claims = {
    sub: rows[0]?.id,
    userId: rows[0]?.id,
    email: mine.admin.email,
    role: 'owner',
    tenantId: mine.tenantId,
    memberId: mine.admin.memberId,
    exp: Math.floor(Date.now() / 1000) + 3_600,
  }
  const tokens = jwts(claims, ['', 'secret', at.url, mine.tenantId, session.token, session.name])
  const prefix = session.name.replace('session_token', '')
  const places: Record<string, (jwt: string) => Record<string, string>> = {
    'the Authorization header': jwt => ({ authorization: `Bearer ${jwt}` }),
    'the session cookie': jwt => ({ cookie: `${session.name}=${jwt}` }),
    'the cookie of cached sessions': jwt => ({
      cookie: `${prefix}session_data=${jwt}; ${session.name}=${jwt}`,
    }),
    'cookies of other names': jwt => ({ cookie: `jwt=${jwt}; token=${jwt}; access_token=${jwt}` }),
    'headers of single sign-on proxies': jwt => ({
      'x-forwarded-user': mine.admin.email,
      'x-auth-request-email': mine.admin.email,
      'remote-user': mine.admin.email,
      'x-access-token': jwt,
    }),
  }
  checks.step(`${tokens.length} JWTs in ${Object.keys(places).length} places`)
  for (const [what, jwt] of tokens) {
    for (const [place, headers] of Object.entries(places)) {
      checks.same(`${what} in ${place}`, 401, await statusFor(doors, headers(jwt)))
    }
  }
  await proveBearer(doors, session)
}

/** A session is a cookie, which no script can read; it is not also something to send along. */
async function proveBearer(doors: Doors, session: Session): Promise<void> {
  const { checks } = doors
  const bare = { authorization: `Bearer ${session.token}` }
  checks.same('the session token as a bearer token', 401, await statusFor(doors, bare))
  const whole = { authorization: `Bearer ${session.token}.${session.signature}` }
  checks.same('the whole cookie as a bearer token', 401, await statusFor(doors, whole))
}

function jwts(claims: Record<string, unknown>, keys: string[]): [string, string][] {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const unsigned = (alg: string, more = {}) => `${part({ alg, typ: 'JWT', ...more })}.${part(claims)}`
  const hs256 = (head: string, key: string) =>
    `${head}.${createHmac('sha256', key).update(head).digest('base64url')}`
  const kid = unsigned('HS256', { kid: '../../../../dev/null' })
  return [
    ...['none', 'None', 'NONE', 'nOnE', ''].map((alg): [string, string] => [
      `alg "${alg}"`,
      `${unsigned(alg)}.`,
    ]),
    ['alg none without its last dot', unsigned('none')],
    ['HS256 with an empty signature', `${unsigned('HS256')}.`],
    ...keys.map((key, index): [string, string] => [
      `HS256 by a key anyone knows (${index})`,
      hs256(unsigned('HS256'), key),
    ]),
    ['a kid that leads to an empty file', hs256(kid, '')],
    ['a key inside the token', hs256(unsigned('HS256', { jwk: { kty: 'oct', k: 'AA' } }), '\0')],
    ['RS256 signed as HS256', hs256(unsigned('RS256'), '-----BEGIN PUBLIC KEY-----')],
  ]
}

/** Sessions that were good once. */
async function proveDeadSessions(doors: Doors): Promise<void> {
  const { at, proxied, mine, checks } = doors
  checks.step('sessions that ended')
  const person = await addMember(at, { tenantId: mine.tenantId, name: 'Kagiso', role: 'agent' })
  const open = async () => {
    const headers = somewhere(doors.random)
    return sessionOf((await trySignIn(proxied.url, person.email, person.password, { headers })).cookie)
  }
  const ends: Record<string, (session: Session) => Promise<unknown>> = {
    expired: ({ token }) =>
      at.owner.query(`UPDATE auth_sessions SET expires_at = now() - interval '1 second' WHERE token = $1`, [
        token,
      ]),
    'signed out': ({ cookie }) =>
      ask(`${proxied.url}/api/auth/sign-out`, {
        method: 'POST',
        headers: { ...somewhere(doors.random), cookie, origin: proxied.url },
        json: {},
      }),
    revoked: ({ token }) => at.owner.query('DELETE FROM auth_sessions WHERE token = $1', [token]),
  }
  for (const [what, end] of Object.entries(ends)) {
    // Not looked up before its end, since a look-up is remembered for three seconds.
    const session = await open()
    await end(session)
    checks.same(`a session that is ${what}`, 401, await statusFor(doors, { cookie: session.cookie }))
  }
}
