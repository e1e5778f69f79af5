/** With a second factor, the first alone is nobody; the second works once, and is not guessed. */
import { createHmac } from 'node:crypto'
import { ask, type Said, somewhere, trySignIn, whoAmI } from './doors-ask.ts'
import { forgetFailures } from './doors-crowd.ts'
import type { Doors } from './doors-scene.ts'
import { addMember } from './people.ts'

type Strong = { email: string; password: string; secret: Buffer; recovery: string[] }

export async function proveSecondFactor(doors: Doors): Promise<void> {
  const { checks } = doors
  checks.step('app codes and recovery codes')
  const person = await enroll(doors)
  const other = await enroll(doors)
  const half = await firstFactor(doors, person)
  checks.same('the first factor alone', 401, (await from(doors, half)).status)
  checks.holds(
    'the first factor alone: a change',
    (await change(doors, half)) === 401,
    '401',
    'something else',
  )

  const replayed = await show(doors, half, 'totp', codeAt(person.secret, Date.now()))
  checks.holds('the code that switched it on, again', refused(replayed), 'refused', told(replayed))
  await proveWrongCodes(doors, person, half)

  await forgetFailures(doors)
  const strangers = await show(doors, half, 'backup-code', other.recovery[0])
  checks.holds("somebody else's recovery code", refused(strangers), 'refused', told(strangers))
  const first = await show(doors, half, 'backup-code', person.recovery[0])
  checks.same('a recovery code', 200, first.status)
  checks.same('the session after it', 200, (await from(doors, first.cookie)).status)
  checks.same('the half session after it', 401, (await from(doors, half)).status)
  const again = await firstFactor(doors, person)
  const used = await show(doors, again, 'backup-code', person.recovery[0])
  checks.holds('a recovery code, used again', refused(used), 'refused', told(used))
  await proveAtOnce(doors, person)
  await proveGuessing(doors, other)
}

const refused = ({ status }: Said) => status >= 400 && status <= 499
const told = ({ status, text }: Said) => `${status} ${text}`

const from = ({ proxied, random }: Doors, cookie: string) =>
  whoAmI(proxied.url, { ...somewhere(random), cookie })

const post = ({ proxied, random }: Doors, path: string, cookie: string, json: unknown) =>
  ask(`${proxied.url}${path}`, {
    method: 'POST',
    headers: { ...somewhere(random), origin: proxied.url, cookie },
    json,
  })

const show = (doors: Doors, cookie: string, kind: 'totp' | 'backup-code', code: unknown) =>
  post(doors, `/api/auth/two-factor/verify-${kind}`, cookie, { code })

const change = async (doors: Doors, cookie: string) =>
  (await post(doors, `/api/conversations/${doors.mine.ids.conversation}/read`, cookie, { inboundCount: 1 }))
    .status

async function firstFactor(doors: Doors, { email, password }: Strong): Promise<string> {
  const said = await trySignIn(doors.proxied.url, email, password, { headers: somewhere(doors.random) })
  if (said.status !== 200) throw new Error(`first factor: ${told(said)}`)
  return said.cookie
}

/** Somebody who switched it on with the code of this moment. */
async function enroll(doors: Doors): Promise<Strong> {
  const { at, mine } = doors
  const { email, password } = await addMember(at, { tenantId: mine.tenantId, name: 'Andile', role: 'agent' })
  const { cookie } = await trySignIn(doors.proxied.url, email, password, { headers: somewhere(doors.random) })
  const begun = await post(doors, '/api/auth/two-factor/enable', cookie, { password })
  if (begun.status !== 200) throw new Error(`no second factor: ${told(begun)}`)
  const { totpURI, backupCodes } = JSON.parse(begun.text) as { totpURI: string; backupCodes: string[] }
  const secret = base32(new URL(totpURI).searchParams.get('secret') ?? '')
  const confirmed = await show(doors, cookie, 'totp', codeAt(secret, Date.now()))
  if (confirmed.status !== 200) throw new Error(`second factor not confirmed: ${told(confirmed)}`)
  return { email, password, secret, recovery: backupCodes }
}

/** RFC 6238 with its usual values: SHA-1, 30 seconds, six digits. */
function codeAt(secret: Buffer, ms: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(ms / 30_000)))
  const digest = createHmac('sha1', secret).update(counter).digest()
  const at = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

function base32(text: string): Buffer {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...text.replaceAll('=', '')].map(letter =>
    letters.indexOf(letter).toString(2).padStart(5, '0'),
  )
  const bytes = bits.join('').match(/.{8}/g) ?? []
  return Buffer.from(bytes.map(byte => Number.parseInt(byte, 2)))
}

async function proveWrongCodes(doors: Doors, { secret, recovery }: Strong, half: string): Promise<void> {
  const hour = 3_600_000
  const now = Date.now()
  const codes: [string, unknown][] = [
    ['of an hour ago', codeAt(secret, now - hour)],
    ['of in an hour', codeAt(secret, now + hour)],
    ['of another secret', codeAt(Buffer.from('another secret here!'), now)],
    ['of an empty secret', codeAt(Buffer.alloc(0), now)],
    ['empty', ''],
    ['absent', undefined],
    ['null', null],
    ['a number', 123456],
    ['a list', ['123456']],
    ['an object', { $ne: '' }],
    ['a recovery code', recovery[1]],
  ]
  for (const [what, code] of codes) {
    await forgetFailures(doors)
    const said = await show(doors, half, 'totp', code)
    doors.checks.holds(`an app code that is ${what}`, refused(said), 'refused', told(said))
  }
  for (const code of ['', undefined, null, [recovery[1]], '00000-00000', recovery[1]?.slice(0, -1), '%']) {
    await forgetFailures(doors)
    const said = await show(doors, half, 'backup-code', code)
    doors.checks.holds(`recovery code ${JSON.stringify(code)}`, refused(said), 'refused', told(said))
  }
  doors.checks.same('the half session, still', 401, (await from(doors, half)).status)
}

/** The same recovery code in several half sessions at once: one wins. */
async function proveAtOnce(doors: Doors, person: Strong): Promise<void> {
  const halves: string[] = []
  for (let n = 0; n < 6; n += 1) halves.push(await firstFactor(doors, person))
  await forgetFailures(doors)
  const said = await Promise.all(halves.map(half => show(doors, half, 'backup-code', person.recovery[2])))
  const won = said.filter(({ status }) => status === 200).length
  doors.checks.same('one recovery code in six sessions at once', 1, won)
}

/** Who has the password and guesses the rest has to wait soon. */
async function proveGuessing(doors: Doors, person: Strong): Promise<void> {
  const half = await firstFactor(doors, person)
  await forgetFailures(doors)
  let last: Said | undefined
  for (let n = 0; n < 8; n += 1) last = await show(doors, half, 'totp', String(100_000 + n))
  doors.checks.same('the eighth guess at an app code', 429, last?.status ?? 0)
  doors.checks.holds('its Retry-After', Number(last?.headers['retry-after']) > 0, 'seconds', 'none')
}
