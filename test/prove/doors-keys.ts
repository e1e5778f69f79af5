/** API keys: only the whole, living key, from its place, for its words, in its tenant. */
import { createHash } from 'node:crypto'
import { ask, type Said, somewhere } from './doors-ask.ts'
import type { Doors } from './doors-scene.ts'
import type { TenantWorld } from './tenant-world.ts'

type Made = { id: string; key: string; prefix: string }

export async function proveKeys(doors: Doors): Promise<void> {
  const { checks, mine, theirs, at } = doors
  const made = await make(doors, mine)
  const foreign = await make(doors, theirs)
  checks.same('a right key', 200, (await come(doors, bearer(made.key))).status)
  const forged = forgeries(made, foreign, await hashOf(doors, made))
  checks.step(`${forged.length} keys that are none`)
  const words = new Set<string>()
  for (const [what, headers] of forged) {
    const said = await come(doors, headers)
    checks.same(`a key that is ${what}`, 401, said.status)
    words.add(said.text.replaceAll(/"requestId":"[^"]*"/g, ''))
  }
  checks.holds('what they are told', words.size === 1, 'all the same', [...words].join(' | '))
  const whole = { cookie: mine.admin.cookie, authorization: `Bearer ${made.key.slice(0, -1)}!` }
  checks.same('a wrong key beside a right cookie', 401, (await come(doors, whole)).status)
  const inQuery = await ask(`${at.url}${path}&api_key=${made.key}&key=${made.key}&access_token=${made.key}`)
  checks.same('a key in the address', 401, inQuery.status)
  await proveDeadKeys(doors)
  await proveReach(doors, made)
  await provePlaces(doors)
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

/** What its word is for. */
const path = '/api/conversations?view=open'

const come = ({ proxied, random }: Doors, headers: Record<string, string>): Promise<Said> =>
  ask(`${proxied.url}${path}`, { headers: { ...somewhere(random), ...headers } })

const askFor = ({ at }: Doors, { admin }: TenantWorld, more: Record<string, unknown>): Promise<Said> =>
  ask(`${at.url}/api/keys`, {
    method: 'POST',
    headers: { cookie: admin.cookie, origin: at.url },
    json: { name: 'A program', permissions: ['conversations.read'], ...more },
  })

async function make(doors: Doors, world: TenantWorld, more: Record<string, unknown> = {}): Promise<Made> {
  const { status, text } = await askFor(doors, world, more)
  if (status !== 201) throw new Error(`no key: ${status} ${text}`)
  return JSON.parse(text) as Made
}

async function hashOf({ at }: Doors, { id }: Made): Promise<string> {
  const { rows } = await at.owner.query<{ hash: string }>(
    'SELECT key_hash AS hash FROM api_keys WHERE id = $1',
    [id],
  )
  return rows[0]?.hash ?? ''
}

function forgeries({ key, prefix }: Made, foreign: Made, hash: string): [string, Record<string, string>][] {
  const secret = key.slice(key.lastIndexOf(prefix) + prefix.length + 1)
  const foreignSecret = foreign.key.slice(foreign.key.lastIndexOf(foreign.prefix) + foreign.prefix.length + 1)
  const start = key.slice(0, key.length - secret.length)
  const last = key.at(-1) === 'A' ? 'B' : 'A'
  const texts: [string, string][] = [
    ['its prefix alone', prefix],
    ['its beginning alone', start],
    ['its secret alone', secret],
    ['changed in its last character', key.slice(0, -1) + last],
    ['cut short', key.slice(0, -1)],
    ['one character longer', `${key}A`],
    ['in upper case', key.toUpperCase()],
    ["its beginning and a stranger's secret", start + foreignSecret],
    ["a stranger's beginning and its secret", foreign.key.slice(0, -foreignSecret.length) + secret],
    ['its beginning and its hash', start + hash],
    ['its beginning and the hash of that', start + createHash('sha256').update(hash).digest('base64url')],
    ['its beginning and nothing', `${start}undefined`],
    ['its beginning and 43 zeros', start + '0'.repeat(43)],
    ['a wildcard', `tl_%_${secret}`],
    ['all wildcards', `tl_________${'_'.repeat(43)}`],
    ['SQL', `tl_' OR 1=1 --_${secret}`],
    ['twice', `${key}, Bearer ${key}`],
    ['in quotes', `"${key}"`],
    ['a null byte longer', `${key}%00`],
    ['empty', ''],
    ['the word null', 'null'],
    ['an object', '[object Object]'],
  ]
  return [
    ...texts.map(([what, text]): [string, Record<string, string>] => [what, bearer(text)]),
    ['sent as a password', { authorization: `Basic ${Buffer.from(`${prefix}:${key}`).toString('base64')}` }],
    ['sent as a user', { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` }],
    ['sent without its scheme', { authorization: key }],
    ['sent by another scheme', { authorization: `Token ${key}` }],
    ['sent in another header', { 'x-api-key': key }],
    ['sent as a cookie', { cookie: `trunkline.session_token=${key}` }],
  ]
}

/** Each dies before its first use, since a look-up is remembered for a few seconds. */
async function proveDeadKeys(doors: Doors): Promise<void> {
  const { at, mine, checks } = doors
  checks.step('keys that ended')
  const revoked = await make(doors, mine)
  const headers = { cookie: mine.admin.cookie, origin: at.url }
  const { status } = await ask(`${at.url}/api/keys/${revoked.id}`, { method: 'DELETE', headers })
  checks.holds('revoking a key', status >= 200 && status <= 299, 'done', status)
  checks.same('a revoked key', 401, (await come(doors, bearer(revoked.key))).status)
  const expired = await make(doors, mine, { expiresAt: new Date(Date.now() + 3_600_000).toISOString() })
  await at.owner.query(`UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = $1`, [
    expired.id,
  ])
  checks.same('an expired key', 401, (await come(doors, bearer(expired.key))).status)
  const orphan = await make(doors, mine)
  await at.owner.query('UPDATE api_keys SET member_id = $2 WHERE id = $1', [orphan.id, mine.ids.colleague])
  await at.owner.query('UPDATE members SET disabled_at = now() WHERE id = $1', [mine.ids.colleague])
  checks.same('a key of somebody who left', 401, (await come(doors, bearer(orphan.key))).status)
  await at.owner.query('UPDATE members SET disabled_at = NULL WHERE id = $1', [mine.ids.colleague])
}

/** What a right key may not do. */
async function proveReach(doors: Doors, made: Made): Promise<void> {
  const { at, mine, theirs, checks } = doors
  checks.step('what a right key cannot reach')
  const call = (method: string, path: string, json?: unknown) =>
    ask(`${at.url}${path}`, { method, headers: bearer(made.key), ...(json === undefined ? {} : { json }) })
  const own = await call('GET', `/api/conversations/${mine.ids.conversation}`)
  checks.same('its own word', 200, own.status)
  const others = await call('GET', `/api/conversations/${theirs.ids.conversation}`)
  checks.same("another tenant's conversation", 404, others.status)
  const beyond = await call('POST', `/api/conversations/${mine.ids.conversation}/resolve`)
  checks.same('a word it does not hold', 403, beyond.status)
  checks.same('the list of keys', 403, (await call('GET', '/api/keys')).status)
  const child = { name: 'A child', permissions: ['conversations.read'] }
  checks.same('a key that makes keys', 403, (await call('POST', '/api/keys', child)).status)
  for (const word of ['keys.manage', 'members.manage', 'roles.manage', 'owners.manage', 'sign-in.manage']) {
    const { status } = await askFor(doors, mine, { permissions: [word] })
    checks.holds(`a key with ${word}`, [403, 422].includes(status), 'refused', status)
  }
  const twin = await make(doors, theirs)
  await at.owner.query('UPDATE api_keys SET prefix = $2 WHERE id = $1', [twin.id, made.prefix])
  const fresh = await ask(`${at.url}/api/conversations/${mine.ids.conversation}`, {
    headers: bearer(made.key),
  })
  checks.same('a key whose prefix stands in two tenants, in its own', 200, fresh.status)
}

async function provePlaces(doors: Doors): Promise<void> {
  const { at, proxied, mine, checks } = doors
  const allowed = '203.0.113.5'
  checks.step('a key that works from one address only')
  const made = await make(doors, mine, { addresses: [`${allowed}/32`] })
  const from = (address: string, key = made.key) =>
    ask(`${proxied.url}${path}`, { headers: { ...bearer(key), 'x-forwarded-for': address } })
  checks.same('from there', 200, (await from(allowed)).status)
  checks.same('from there, written as IPv6', 200, (await from(`::ffff:${allowed}`)).status)
  for (const address of ['203.0.113.6', `${allowed}, 203.0.113.6`, '::1', '127.0.0.1']) {
    checks.same(`from ${address}`, 403, (await from(address)).status)
  }
  // Whether a key exists is told to those who hold it, not to those who try places.
  checks.same(
    'a wrong secret from elsewhere',
    401,
    (await from('203.0.113.6', `${made.key.slice(0, -1)}!`)).status,
  )
  for (const name of [
    'x-forwarded-for',
    'x-real-ip',
    'forwarded',
    'cf-connecting-ip',
    'x-trunkline-client-address',
  ]) {
    const value = name === 'forwarded' ? `for=${allowed}` : allowed
    const said = await ask(`${at.url}${path}`, { headers: { ...bearer(made.key), [name]: value } })
    checks.same(`from elsewhere, claiming to be there by ${name}`, 403, said.status)
  }
}
