/** A thousand people and somebody who guesses: nobody gets in, and nothing tells who is there. */
import { ask, type Said, somewhere, trySignIn, wordsOf } from './doors-ask.ts'
import { addCrowd, type Crowd, forgetFailures } from './doors-crowd.ts'
import { proveLocks } from './doors-locks.ts'
import { type Doors, inParallel } from './doors-scene.ts'
import { proveSameTimes } from './doors-times.ts'

const crowdSize = 1_000

export async function provePasswords(doors: Doors): Promise<void> {
  const { checks } = doors
  await forgetFailures(doors)
  const crowd = await addCrowd(doors, crowdSize)
  await proveWrongPasswords(doors, crowd)
  await proveOddInput(doors, crowd)
  await proveSameTimes(doors, crowd)
  await proveLocks(doors, crowd)
  checks.same(
    'sessions of the crowd, beside those of right passwords',
    crowd.rightPasswords,
    await sessions(doors),
  )
}

/** Near misses and what people really choose. */
const wrong = (crowd: Crowd, index: number): string[] => [
  'password1234',
  '',
  crowd.emailOf(index),
  crowd.password.toUpperCase(),
  `${crowd.password} `,
  ` ${crowd.password}`,
  crowd.password.slice(0, -1),
  `${crowd.password}\0`,
  crowd.passwordHash,
  '%',
  "' OR '1'='1",
  'x'.repeat(300),
]

/** Most try once: every try costs the server a hash. */
const howMany = [1, 1, 1, 1, 1, 2, 2, 3]

/** One to three for everybody, each from somewhere else, and as many for people who do not exist. */
async function proveWrongPasswords(doors: Doors, crowd: Crowd): Promise<void> {
  const { checks, random } = doors
  const tries = Array.from({ length: crowdSize }, (_, index) =>
    random
      .shuffled(wrong(crowd, index))
      .slice(0, random.pick(howMany))
      .map(password => ({ email: crowd.emailOf(index), password })),
  ).flat()
  const strangers = random.shuffled(tries).slice(0, 150)
  const asked = [
    ...tries,
    ...strangers.map(({ password }, n) => ({ email: `nobody-${n}@isp.example`, password })),
  ]
  checks.step(`${tries.length} wrong passwords for ${crowdSize} people, ${strangers.length} for nobody`)
  const words = new Map<string, string>()
  await inParallel(asked, 12, async ({ email, password }) => {
    const said = await tryAt(doors, email, password)
    const what = `${email} with ${JSON.stringify(password.slice(0, 40))}`
    checks.holds(
      what,
      said.status >= 400 && said.status <= 499 && !opens(said),
      'refused',
      `${said.status} ${said.text}`,
    )
    // A password that could be nobody's may be told so, if everybody is told the same.
    words.set(
      `${password.length > 200 ? 'long' : password === '' ? 'empty' : 'wrong'} ${wordsOf(said)}`,
      what,
    )
  })
  for (const kind of ['wrong', 'long', 'empty']) {
    const answers = [...words.keys()].filter(each => each.startsWith(kind))
    checks.holds(`${kind} passwords: different answers`, answers.length <= 1, 'one', answers.join(' | '))
  }
}

const tryAt = ({ proxied, random }: Doors, email: unknown, password: unknown): Promise<Said> =>
  trySignIn(proxied.url, email, password, { headers: somewhere(random) })

const opens = ({ cookie }: Said) => /session_token=[^;]/.test(cookie)

/** What is no text is no password, and what is no request is none either. */
async function proveOddInput({ proxied, checks, random }: Doors, crowd: Crowd): Promise<void> {
  const bodies = oddBodies(crowd.emailOf(0), crowd.password)
  checks.step(`${bodies.length} sign-ins that are not a pair of texts`)
  for (const json of bodies) {
    const said = await ask(`${proxied.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { origin: proxied.url, ...somewhere(random) },
      json,
    })
    const refused = said.status >= 400 && said.status <= 499 && !opens(said)
    checks.holds(JSON.stringify(json), refused, 'refused with 4xx', `${said.status} ${said.text}`)
  }
}

function oddBodies(email: string, password: string): unknown[] {
  const odd: unknown[] = [null, 0, 1, true, false, [], {}, [password], { $ne: '' }, { toString: password }]
  const addresses = ['%@isp.example', 'crowd-_@isp.example', "' OR 1=1 --", `${email}\0`, `${email},${email}`]
  return [
    ...odd.flatMap(value => [
      { email, password: value },
      { email: value, password },
    ]),
    { email: [email], password },
    { email: { $gt: '' }, password },
    ...addresses.map(address => ({ email: address, password })),
    { email },
    { password },
    {},
    [],
    [email, password],
    null,
    'text',
  ]
}

async function sessions({ at }: Doors): Promise<number> {
  const { rows } = await at.owner.query<{ count: string }>(
    `SELECT count(*) AS count FROM auth_sessions WHERE user_id LIKE 'crowd-%'`,
  )
  return Number(rows[0]?.count)
}
