/** Screens that lose their line and their server again and again, and in the end show what a fetch shows. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Checks } from './checks.ts'
import { connectInboxes } from './connect-inboxes.ts'
import { signIn } from './desk.ts'
import { firstStartMs, type Ground, onGround } from './ground.ts'
import type { Order } from './order.ts'
import { askOwner } from './postmaster.ts'
import { untilQuiet } from './quiet.ts'
import { createRandom, type Random } from './random.ts'
import { judgeScreens, percentile, resumesOf, type Seat } from './realtime-judge.ts'
import { type Agent, agentActs, customerWrites, inventCustomers } from './realtime-load.ts'
import { inviteWatchers } from './realtime-members.ts'
import { asksOf, Screen } from './realtime-screen.ts'
import { say } from './report.ts'

export const realtime = {
  about: 'cuts every socket and restarts the server under load: each screen ends as a fetch shows it',
  run: (order: Order): Promise<Checks> =>
    onGround({ seed: order.seed, limitMs: 300_000 + order.events * 30 }, (ground, checks) =>
      underCuts(order, ground, checks),
    ),
}

const customersCount = 240
const socketsPerMember = 10
const recoveryLimitMs = 60_000
/**
 * Hands in the office and at the customers'. Each event is taken in by every screen, and all screens live in this one
 * process beside the product: more hands would measure how fast two processors run two hundred pages.
 */
const busyAgents = 4
const busyCustomers = 3

async function underCuts(order: Order, ground: Ground, checks: Checks): Promise<void> {
  const { world, dataDir, app } = ground
  say(`starting, seed ${order.seed}`)
  await app.start(firstStartMs)
  const admin = await signIn(app.url, await app.firstSignIn())
  await connectInboxes(admin, world)
  const members = Math.max(10, Math.ceil(order.sockets / socketsPerMember))
  const watchers = await inviteWatchers(app.url, admin, members)
  const chance = (part: number) => createRandom(order.seed * 1_000 + part)
  const customers = inventCustomers(customersCount)
  for (const customer of customers) customerWrites(world, chance(1), customer)
  checks.none('everybody is met', await untilQuiet(world, dataDir, customers.length))
  const seats = Array.from({ length: order.sockets }, (_, at): Seat => {
    const { desk } = watchers[at % watchers.length] ?? { desk: admin }
    return { name: `screen ${at}`, desk, screen: new Screen(app.url, desk.cookie, asksOf(desk)) }
  })
  try {
    await sitDown(seats, chance(2))
    say(`${seats.length} screens of ${watchers.length} members`)
    const agents = watchers.flatMap(watcher => {
      const seat = seats.find(each => each.desk === watcher.desk)
      return watcher.seesAll && seat ? [{ ...watcher, screen: seat.screen }] : []
    })
    await storm({ order, ground, seats, agents, chance })
    say('the storm is over')
    checks.none('everything comes to its end', await untilQuiet(world, dataDir, 0))
    checks.none('the app never ends by itself', app.ownEnds)
    await judgeScreens(seats, dataDir, checks)
    tell(seats, await eventsIn(dataDir))
  } finally {
    for (const { screen } of seats) screen.end()
  }
}

/** Everybody's first list, and a conversation of it opened where there is one. */
async function sitDown(seats: Seat[], random: Random): Promise<void> {
  for (const { screen } of seats) while (!screen.isSettled) await delay(20)
  for (const { screen } of seats) {
    const ids = screen.state.rows.values().map(row => row.id)
    if (ids.length > 0) await screen.show(random.pick(ids))
  }
}

type Storm = {
  order: Order
  ground: Ground
  seats: Seat[]
  agents: Agent[]
  chance: (part: number) => Random
}

/** Load until there are that many events; cuts and restarts are spread over it and all of them take place. */
async function storm({ order, ground, seats, agents, chance }: Storm): Promise<void> {
  const { world, dataDir, signal } = ground
  const customers = inventCustomers(customersCount)
  const begun = await eventsIn(dataDir)
  let progress = 0
  let isOver = false
  const hand = async (part: number, act: (random: Random) => Promise<void>) => {
    const random = chance(part)
    while (progress < 1 && !signal.aborted) await act(random)
  }
  const write = async (random: Random) => {
    if (world.pending() < 50) customerWrites(world, random, random.pick(customers))
    await delay(random.whole(150, 450))
  }
  const act = async (random: Random) => {
    if (agents.length > 0) await agentActs(random.pick(agents), agents, random)
    await delay(random.whole(40, 160))
  }
  const measure = async () => {
    for (let toldAt = 0; !isOver && !signal.aborted; await delay(1_000)) {
      // A restart may take the database along for a moment.
      const counted = await eventsIn(dataDir).catch(() => null)
      if (counted === null) continue
      const events = counted - begun
      progress = Math.min(1, events / order.events)
      if (performance.now() - toldAt > 10_000) {
        toldAt = performance.now()
        say(`${events} events, ${resumesOf(seats).length} resumes`)
      }
    }
  }
  const measuring = measure()
  await Promise.all([
    ...Array.from({ length: busyCustomers }, (_, at) => hand(100 + at, write)),
    ...Array.from({ length: busyAgents }, (_, at) => hand(200 + at, act)),
    cutAll(order.cuts, seats, chance(3), { at: () => progress, signal }),
    restartAll(order.restarts, ground, seats, () => progress),
  ])
  isOver = true
  await measuring
}

type Course = { at: () => number; signal: AbortSignal }

/** Each socket is cut at moments of its own; one that is down already is cut when it is up again. */
async function cutAll(cuts: number, seats: Seat[], random: Random, { at, signal }: Course): Promise<void> {
  const left = seats.map(({ screen }) => ({
    screen,
    due: Array.from({ length: cuts }, () => random.next()).sort((a, b) => a - b),
  }))
  while (left.some(each => each.due.length > 0) && !signal.aborted) {
    for (const { screen, due } of left) {
      if ((due[0] ?? 2) <= at() && screen.isSettled) {
        screen.cut()
        due.shift()
      }
    }
    await delay(50)
  }
}

async function restartAll(
  restarts: number,
  { app, signal }: Ground,
  seats: Seat[],
  at: () => number,
): Promise<void> {
  for (let done = 0; done < restarts && !signal.aborted; ) {
    if (at() < (done + 0.5) / restarts) {
      await delay(50)
      continue
    }
    await app.kill()
    await app.start(recoveryLimitMs)
    const backAt = performance.now()
    for (const { screen } of seats) screen.serverIsBack(backAt)
    done += 1
  }
}

async function eventsIn(dataDir: string): Promise<number> {
  const [row] = await askOwner<{ events: number }>(dataDir, 'SELECT count(*)::int AS events FROM events')
  return row?.events ?? 0
}

function tell(seats: Seat[], events: number): void {
  const resumes = resumesOf(seats)
  const told = seats.reduce((sum, { screen }) => sum + screen.events, 0)
  const ms = (part: number) => `${percentile(resumes, part).toFixed(0)} ms`
  console.log(`
  events      ${events} in the database, ${told} told to ${seats.length} screens
  resumes     ${resumes.length}: p50 ${ms(0.5)}, p95 ${ms(0.95)}, p99 ${ms(0.99)}, max ${ms(1)}
`)
}
