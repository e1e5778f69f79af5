/** One filled database, measured: the product over HTTP and the bare SQL ask for the same rows in turns. */
import { deepStrictEqual } from 'node:assert/strict'
import { percentile } from './drive.ts'
import { openBare, type View } from './inbox-bare.ts'
import { type Desk, openDesk } from './inbox-desk.ts'
import { type Agent, limitedInboxes, type World } from './inbox-fill.ts'
import { idOf, inboxOfConversation, shape, tenantOfConversation } from './inbox-rows.ts'
import { type Sought, typed } from './inbox-search.ts'
import type { Installed } from './installation.ts'

export type Measured = {
  what: string
  /** Milliseconds. */
  p50: number
  p95: number
  bareP50: number
  bareP95: number
  /** The bare statement and a route that does nothing, one after the other. */
  floorP95: number
}

const depth = 10_000
const warmUps = 20
const wordsTried = 150
const searches: Sought[] = ['rare word', 'common word', 'two words', 'operators']
const views: View[] = ['open', 'mine', 'unassigned', 'resolved']

/** What is asked of both sides; `n` numbers the calls. */
type Pair = { what: string; product(n: number): Promise<unknown>; bare(n: number): Promise<unknown> }

/** Throws when the two sides answer different rows: then nothing was compared. */
export async function measureInbox(installed: Installed, world: World, calls: number): Promise<Measured[]> {
  const bare = await openBare(installed.databaseUrl, world)
  const desks: Desk[] = []
  try {
    const pairs: Pair[] = []
    for (const [name, agent] of Object.entries(world.agents)) {
      const desk = await openDesk(installed.url, { email: agent.email, password: installed.owner.password })
      desks.push(desk)
      const deep = await desk.walk(depth)
      const pool = conversationsOf(agent, world.conversations)
      const message = (n: number) => newestMessages(world)[(n * 31) % wordsTried] ?? 0
      const id = (n: number) => pool[(n * 7919) % pool.length] ?? ''
      pairs.push(
        ...views.map(view => ({
          what: `list ${view}, ${name}`,
          product: () => desk.list(view),
          bare: () => bare.list(agent, view),
        })),
        {
          what: `list open at depth, ${name}`,
          product: () => desk.list('open', deep.cursor),
          bare: () => bare.list(agent, 'open', deep.position),
        },
        { what: `counts, ${name}`, product: () => desk.counts(), bare: () => bare.counts(agent) },
        { what: `open, ${name}`, product: n => desk.open(id(n)), bare: n => bare.open(agent, id(n)) },
        ...searches.map(what => ({
          what: `search ${what}, ${name}`,
          product: (n: number) => desk.search(typed(what, message(n))),
          bare: (n: number) => bare.search(agent, what, message(n)),
        })),
      )
    }
    const floor = desks[0] as Desk
    const measured: Measured[] = []
    for (const pair of pairs) measured.push(await measure(pair, () => floor.nothing(), calls))
    return measured
  } finally {
    for (const desk of desks) await desk.close()
    await bare.close()
  }
}

/** Numbers of messages whose words are kept: of the last conversations, those of the first tenant. */
function newestMessages({ conversations, messagesEach }: World): number[] {
  const lastBlock = conversations - shape.mixed
  return Array.from({ length: wordsTried }, (_, at) => {
    const within = at * 5
    return lastBlock * messagesEach + (at % messagesEach) * shape.mixed + within
  })
}

/** Ids of up to ten thousand conversations this agent sees, from all over the table. */
function conversationsOf(agent: Agent, conversations: number): string[] {
  const step = Math.max(1, Math.floor(conversations / 100_000))
  const ids: string[] = []
  for (let c = 0; c < conversations && ids.length < 10_000; c += step) {
    const seen = agent.inboxIds === null || inboxOfConversation(c) < limitedInboxes
    if (tenantOfConversation(c) === 0 && seen) ids.push(idOf('conversation', c))
  }
  return ids
}

async function measure(pair: Pair, nothing: () => Promise<void>, calls: number): Promise<Measured> {
  const product: number[] = []
  const bare: number[] = []
  const floor: number[] = []
  for (let n = -warmUps; n < calls; n += 1) {
    const [took, rows] = await timed(() => pair.product(n + warmUps))
    const [bareTook, bareRows] = await timed(() => pair.bare(n + warmUps))
    const [floorTook] = await timed(nothing)
    if (n === -warmUps) deepStrictEqual(rows, bareRows, `${pair.what}: other rows than the bare statement`)
    if (n < 0) continue
    product.push(took)
    bare.push(bareTook)
    floor.push(bareTook + floorTook)
  }
  const at = (values: number[], share: number) =>
    Number(
      percentile(
        values.sort((a, b) => a - b),
        share,
      ).toFixed(2),
    )
  return {
    what: pair.what,
    p50: at(product, 0.5),
    p95: at(product, 0.95),
    bareP50: at(bare, 0.5),
    bareP95: at(bare, 0.95),
    floorP95: at(floor, 0.95),
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const from = performance.now()
  const result = await work()
  return [performance.now() - from, result]
}
