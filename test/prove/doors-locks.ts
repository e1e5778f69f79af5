/** Whoever guesses on has to wait: for one account, from one place, and in a crowd. All of it for nobody's account too. */
import { ask, type Said, somewhere, trySignIn, wordsOf } from './doors-ask.ts'
import { type Crowd, forgetFailures, letIn } from './doors-crowd.ts'
import { type Doors, inParallel } from './doors-scene.ts'

const guesses = 12
const fromOnePlace = 80
const atOnce = 150

export async function proveLocks(doors: Doors, crowd: Crowd): Promise<void> {
  await forgetFailures(doors)
  await proveAccountLock(doors, crowd)
  await provePlaceLock(doors, crowd)
  await proveInvitedGuesses(doors, crowd)
  await proveFlood(doors, crowd)
  const headers = somewhere(doors.random)
  await letIn(doors, crowd, { index: 999, what: 'the right password, meanwhile, of somebody else', headers })
}

/** The same ending, after the same number of tries, whether anyone has the address or not. */
async function proveAccountLock(doors: Doors, crowd: Crowd): Promise<void> {
  const { proxied, checks, random } = doors
  checks.step(`${guesses} guesses at one account, each from somewhere else`)
  const guess = (email: string, password: string) =>
    trySignIn(proxied.url, email, password, { headers: somewhere(random) })
  const courses: string[] = []
  for (const email of [crowd.emailOf(500), 'nobody-at-all@isp.example']) {
    const said: Said[] = []
    for (let n = 0; n < guesses; n += 1) said.push(await guess(email, `guess number ${n}`))
    courses.push(said.map(({ status }) => status).join(' '))
    const last = said.at(-1) as Said
    checks.same(`${email}: the last of ${guesses} guesses`, 429, last.status)
    checks.holds(
      `${email}: Retry-After`,
      Number(last.headers['retry-after']) > 0,
      'seconds',
      String(last.headers['retry-after']),
    )
  }
  checks.same('the course of guesses at nobody', courses[0] ?? '', courses[1] ?? '')
  const right = await guess(crowd.emailOf(500), crowd.password)
  checks.same('the right password of a locked account', 429, right.status)
  const nobodys = await guess('nobody-at-all@isp.example', crowd.password)
  checks.same('a locked account and nobody', withoutSeconds(right), withoutSeconds(nobodys))
  for (const spelling of [
    crowd.emailOf(500).toUpperCase(),
    `${crowd.emailOf(500)} `,
    ` ${crowd.emailOf(500)}`,
  ]) {
    const { status } = await guess(spelling, crowd.password)
    checks.holds(
      `a locked account as "${spelling}"`,
      status >= 400 && status <= 499,
      'refused with 4xx',
      status,
    )
  }
}

const withoutSeconds = (said: Said) =>
  wordsOf(said).replaceAll(/\d+ (seconds|minutes)|"retryAfter":\d+/g, '(time)')

async function provePlaceLock(doors: Doors, crowd: Crowd): Promise<void> {
  const { proxied, checks, random } = doors
  checks.step(`${fromOnePlace} wrong passwords for as many people from one place`)
  const headers = { 'x-forwarded-for': '203.0.113.50' }
  let last: Said | undefined
  for (let n = 0; n < fromOnePlace; n += 1) {
    last = await trySignIn(proxied.url, crowd.emailOf(600 + n), 'not the password', { headers })
  }
  checks.same('the last of them', 429, last?.status ?? 0)
  const waits = Number(last?.headers['retry-after'])
  checks.holds('its Retry-After', waits > 0, 'seconds', String(last?.headers['retry-after']))
  const { status } = await trySignIn(proxied.url, crowd.emailOf(700), crowd.password, { headers })
  checks.same('the right password from there', 429, status)
  // Guessing at somebody does not lock them out at their own place.
  await letIn(doors, crowd, {
    index: 601,
    what: 'the right password from elsewhere',
    headers: somewhere(random),
  })
}

/**
 * Joining with an invitation asks somebody who is here already for their password. Whoever invites them, in any tenant,
 * sees the link: it must not be a way to guess on that counts nothing.
 */
async function proveInvitedGuesses(
  { at, proxied, theirs, checks, random }: Doors,
  crowd: Crowd,
): Promise<void> {
  checks.step(`${guesses} guesses through an invitation to another tenant`)
  const invited = await ask(`${at.url}/api/invitations`, {
    method: 'POST',
    headers: { cookie: theirs.admin.cookie, origin: at.url },
    json: { email: crowd.emailOf(510), name: 'Invited', role: 'agent' },
  })
  checks.same('inviting somebody of another tenant', 201, invited.status)
  if (invited.status !== 201) return
  const { link } = JSON.parse(invited.text) as { link: string }
  const token = decodeURIComponent(link.slice(link.indexOf('token=') + 6))
  const join = (password: string) =>
    ask(`${proxied.url}/api/invitation/accept`, {
      method: 'POST',
      headers: { origin: proxied.url, ...somewhere(random) },
      json: { token, name: 'Invited', password },
    })
  let last = 0
  for (let n = 0; n < guesses; n += 1) last = (await join(`guess number ${n}`)).status
  checks.same(`the last of ${guesses} guesses through an invitation`, 429, last)
  checks.same('the right password after them', 429, (await join(crowd.password)).status)
}

/** All at once: some are told to come back, none gets in, and nothing breaks. */
async function proveFlood({ proxied, checks, random }: Doors, crowd: Crowd): Promise<void> {
  checks.step(`${atOnce} wrong passwords at once`)
  const statuses = new Map<number, number>()
  const numbers = Array.from({ length: atOnce }, (_, n) => n)
  await inParallel(numbers, atOnce, async n => {
    const said = await trySignIn(proxied.url, crowd.emailOf(720 + n), 'not the password', {
      headers: somewhere(random),
    })
    statuses.set(said.status, (statuses.get(said.status) ?? 0) + 1)
    const told = said.status === 401 || (said.status === 429 && Number(said.headers['retry-after']) > 0)
    checks.holds(
      `number ${n} of the flood`,
      told,
      '401, or 429 with Retry-After',
      `${said.status} ${said.text}`,
    )
  })
  checks.step([...statuses].map(([status, count]) => `${count} x ${status}`).join(', '))
}
