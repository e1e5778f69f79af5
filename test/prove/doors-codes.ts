/** Links, codes, invitations and recovery codes open once, for one person, for a while, and nothing else does. */
import { type Said, somewhere } from './doors-ask.ts'
import { forgetFailures } from './doors-crowd.ts'
import { type OneTime, oneTimeDoors } from './doors-one-time.ts'
import { startPost } from './doors-post.ts'
import type { Doors } from './doors-scene.ts'
import { proveSecondFactor } from './doors-second-factor.ts'

export async function proveCodes(doors: Doors): Promise<void> {
  const post = await startPost(doors)
  try {
    const ways = oneTimeDoors(doors, post)
    for (const way of ways) {
      await forgetFailures(doors)
      await proveOnce(doors, way)
      await proveJunk(doors, way)
      await proveFeverish(doors, way)
    }
    await proveExchanged(doors, ways)
    await forgetFailures(doors)
    await proveSecondFactor(doors)
  } finally {
    await post.stop()
  }
}

const refused = ({ status, cookie }: Said) =>
  status >= 400 && status <= 499 && !/session_token=[^;]/.test(cookie)

const told = ({ status, text }: Said) => `${status} ${text}`

/** Used, expired, replaced by a later one, and somebody else's. */
async function proveOnce(doors: Doors, way: OneTime): Promise<void> {
  const { checks } = doors
  checks.step(`${way.name}: used, expired, replaced, somebody else's`)
  const use = (person: string, secret: unknown) => way.use(person, secret, somewhere(doors.random))
  const person = await way.person()
  const first = await way.issue(person)
  const right = await use(person, first)
  checks.same(`${way.name}: the right one`, 200, right.status)
  const again = await use(person, first)
  checks.holds(`${way.name}: used again`, refused(again), 'refused', told(again))

  const late = await way.person()
  const expired = await way.issue(late)
  await way.expire(late)
  const tooLate = await use(late, expired)
  checks.holds(`${way.name}: expired`, refused(tooLate), 'refused', told(tooLate))

  const twice = await way.person()
  const older = await way.issue(twice)
  const newer = await way.issue(twice)
  const replaced = await use(twice, older)
  checks.holds(
    `${way.name}: replaced by a newer one`,
    older === newer || refused(replaced),
    'refused',
    told(replaced),
  )

  const [one, other] = [await way.person(), await way.person()]
  const theirs = await way.issue(one)
  await way.issue(other)
  const foreign = await way.useOf(other, theirs, somewhere(doors.random))
  if (foreign) checks.holds(`${way.name}: somebody else's`, refused(foreign), 'refused', told(foreign))
}

const odd: unknown[] = [
  undefined,
  null,
  '',
  ' ',
  0,
  1,
  true,
  [],
  {},
  { $ne: null },
  'null',
  'undefined',
  '%',
  '_',
  '*',
  "' OR '1'='1",
  '\0',
  'x'.repeat(10_000),
]

/** Guesses near the right one, and what is no text at all, while a right one is waiting. */
async function proveJunk(doors: Doors, way: OneTime): Promise<void> {
  const { checks, random } = doors
  const person = await way.person()
  const secret = await way.issue(person)
  const changed = (at: number) =>
    secret.slice(0, at) + (secret[at] === '1' ? '2' : '1') + secret.slice(at + 1)
  const near = [
    changed(secret.length - 1),
    secret.slice(0, -1),
    `${secret}1`,
    ...way.nearMisses(secret),
    [secret],
    { value: secret },
  ]
  checks.step(`${way.name}: ${odd.length + near.length} that are none`)
  for (const junk of [...odd, ...near]) {
    await forgetFailures(doors)
    const said = await way.use(person, junk, somewhere(random))
    const what = `${way.name}: ${JSON.stringify(junk)?.slice(0, 60)}`
    checks.holds(what, refused(said), 'refused with 4xx', told(said))
  }
}

/** The same right one ten times at once: one wins. */
async function proveFeverish(doors: Doors, way: OneTime): Promise<void> {
  const person = await way.person()
  const secret = await way.issue(person)
  const said = await Promise.all(
    Array.from({ length: 10 }, () => way.use(person, secret, somewhere(doors.random))),
  )
  const won = said.filter(({ status }) => status === 200).length
  doors.checks.same(`${way.name}: ten at once`, 1, won)
  if (way.guesses === undefined) return
  await forgetFailures(doors)
  const guesser = await way.person()
  const right = await way.issue(guesser)
  const wrong = right === '000000' ? '000001' : '000000'
  for (let n = 0; n < way.guesses; n += 1) await way.use(guesser, wrong, somewhere(doors.random))
  const late = await way.use(guesser, right, somewhere(doors.random))
  doors.checks.holds(
    `${way.name}: right, after ${way.guesses} wrong ones`,
    refused(late),
    'refused',
    told(late),
  )
}

/** What opens one door opens no other. */
async function proveExchanged(doors: Doors, ways: OneTime[]): Promise<void> {
  doors.checks.step('each at every other door')
  for (const from of ways) {
    for (const to of ways) {
      if (from === to) continue
      await forgetFailures(doors)
      const person = await from.person()
      const said = await to.use(person, await from.issue(person), somewhere(doors.random))
      doors.checks.holds(`${from.name} at ${to.name}`, refused(said), 'refused', told(said))
    }
  }
}
