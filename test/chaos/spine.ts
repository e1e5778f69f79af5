/** The spine under fire: kill -9 of the app and of PostgreSQL while all four channels are busy in both directions. */
import type { Checks } from './checks.ts'
import { connectInboxes } from './connect-inboxes.ts'
import { signIn } from './desk.ts'
import { firstStartMs, type Ground, onGround } from './ground.ts'
import { judge } from './judge.ts'
import { carryOutKills, type Kill, planKills } from './kills.ts'
import { createLoadIn } from './load-in.ts'
import { createLoadOut } from './load-out.ts'
import type { Order } from './order.ts'
import { createPace } from './pace.ts'
import { inventPeople } from './people.ts'
import { untilQuiet } from './quiet.ts'
import { createRandom } from './random.ts'
import { report, say } from './report.ts'

const limitMs = (order: Order) => 600_000 + order.kills * 30_000 + (order.in + order.out) * 100

const runSpine = (order: Order): Promise<Checks> =>
  onGround({ seed: order.seed, limitMs: limitMs(order) }, (ground, checks) =>
    underFire(order, ground, checks),
  )

export const spine = {
  about: 'kills the app and PostgreSQL under load: 0 lost in, 0 twice in, 0 silently twice out',
  run: runSpine,
}

async function underFire(order: Order, ground: Ground, checks: Checks): Promise<void> {
  const { world, dataDir, app, signal } = ground
  say(`starting, seed ${order.seed}`)
  await app.start(firstStartMs)
  const desk = await signIn(app.url, await app.firstSignIn())
  await connectInboxes(desk, world)
  // Streams of their own: what one part draws does not depend on how fast another one is.
  const chance = (part: number) => createRandom(order.seed * 1_000 + part)
  const pace = createPace(order.kills, chance(1))
  const loadIn = createLoadIn(world, inventPeople(chance(2)), order.in, chance(3))
  const loadOut = createLoadOut(desk, order.out, chance(4))
  await loadIn.introduce()
  const kills: Kill[] = []
  const counts = () => `${loadIn.said.length} in, ${loadOut.acknowledged.length} out`
  const ticker = setInterval(() => say(`${kills.length} kills, ${counts()}`), 5_000)
  const plan = planKills(order.kills, chance(5))
  const onKill = (kill: Kill) => {
    kills.push(kill)
    const steps = kill.startSteps && ` (${kill.startSteps})`
    const took = (kill.recoveredInMs / 1000).toFixed(1)
    say(`killed ${kill.target}, ready again after ${took} s${steps}; ${counts()}`)
  }
  say(`under load: ${counts()}`)
  await Promise.all([
    loadIn.run(pace),
    order.in > 0 ? loadOut.run(pace, signal) : undefined,
    carryOutKills({ app, dataDir, plan, random: chance(6), pace, onKill, signal }),
  ]).finally(() => clearInterval(ticker))
  say(`load and kills are over: ${counts()}`)
  const open = await untilQuiet(world, dataDir, loadIn.said.length)
  say('judging')
  checks.none('everything comes to its end', open)
  checks.none('the app never ends by itself', app.ownEnds)
  checks.none('no answer is refused', loadOut.problems)
  const { said } = loadIn
  const { acknowledged } = loadOut
  const verdict = await judge({ world, dataDir, said, acknowledged, kills }, checks)
  const repeats = loadOut.repeats()
  report({ said: said.length, acknowledged: acknowledged.length, repeats, kills }, verdict)
}
