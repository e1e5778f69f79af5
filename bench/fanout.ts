/**
 * From a webhook to every screen that shows it: three hundred agents online, two hundred messages a second, first each to
 * one team of fifty, then each to all. Beside it a bare Socket.IO server that sends as much to as many.
 */
import { parseArgs } from 'node:util'
import { freePort } from '../test/free-port.ts'
import { startChild } from './child.ts'
import { startListening } from './fanout-listening.ts'
import { type Load, type Outcome, play } from './fanout-scene.ts'
import { openAgents, teamSize, teams, webhook } from './fanout-world.ts'
import { type Installation, openInstallation } from './installation.ts'

const goalMs = 500
const everybody = teams * teamSize
const warmUpSeconds = 3

export async function fanout(flags: string[]): Promise<void> {
  const load = readFlags(flags)
  const installation = await openInstallation()
  try {
    const product = await playProduct(installation, load)
    const bytes = Math.max(...product.map(outcome => outcome.bytes))
    report(load, product, await playBare(installation, load, bytes))
  } finally {
    await installation.close()
  }
}

function readFlags(flags: string[]): Load {
  const options = {
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string', default: '200' },
  } as const
  const { values } = parseArgs({ args: flags, options })
  const [seconds, rate] = [Number(values.seconds), Number(values.rate)]
  if (!(seconds >= 1 && seconds <= 600)) throw new Error('--seconds is 1 to 600')
  if (!(rate >= 1 && rate <= 2000)) throw new Error('--rate is 1 to 2000 messages a second')
  return { seconds, rate }
}

async function playProduct(installation: Installation, load: Load): Promise<Outcome[]> {
  const product = await installation.openProduct('fanout')
  console.log(`signing ${everybody} agents in, one after the other`)
  const { cookies, hooks } = await openAgents(product)
  const socketUrl = `${product.url}/socket.io/?EIO=4&transport=websocket`
  const listening = await startListening(cookies.map(cookie => [socketUrl, cookie]))
  const port = Number(new URL(product.url).port)
  const hookOf = (n: number) => hooks[n] as (typeof hooks)[number]
  const scenes = [
    {
      what: 'product, one team',
      audience: teamSize,
      request: (n: number, text: string) => webhook(hookOf(n % teams), Math.floor(n / teams), text),
    },
    {
      what: 'product, all',
      audience: everybody,
      request: (n: number, text: string) => webhook(hookOf(teams), n, text),
    },
  ]
  try {
    const outcomes: Outcome[] = []
    for (const scene of scenes) {
      await play(
        { ...scene, port },
        { ...load, seconds: warmUpSeconds },
        { server: product.process, listening },
      )
      outcomes.push(await play({ ...scene, port }, load, { server: product.process, listening }))
    }
    return outcomes
  } finally {
    listening.close()
    await product.process.stop()
  }
}

async function playBare(installation: Installation, load: Load, bytes: number): Promise<Outcome[]> {
  const port = await freePort()
  const order = { port: String(port), bytes: String(bytes) }
  const server = await startChild<{ url: string }>(new URL('./fanout-bare.ts', import.meta.url), order)
  installation.atEnd(() => server.stop())
  const socketUrl = (n: number) =>
    `${server.ready.url}/socket.io/?EIO=4&transport=websocket&room=/team-${Math.floor(n / teamSize)}`
  const listening = await startListening(Array.from({ length: everybody }, (_, n) => [socketUrl(n), '']))
  const scenes = [
    { what: 'bare, one team', audience: teamSize, room: (n: number) => `/team-${n % teams}` },
    { what: 'bare, all', audience: everybody, room: () => '/everyone' },
  ]
  try {
    const outcomes: Outcome[] = []
    for (const { room, ...rest } of scenes) {
      const scene = { ...rest, port, request: (n: number, text: string) => post(room(n), port, text) }
      await play(scene, { ...load, seconds: warmUpSeconds }, { server, listening })
      outcomes.push(await play(scene, load, { server, listening }))
    }
    return outcomes
  } finally {
    listening.close()
    await server.stop()
  }
}

const post = (path: string, port: number, text: string) =>
  Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
  )

function report({ rate, seconds }: Load, product: Outcome[], bare: Outcome[]): void {
  console.table([...product, ...bare])
  const [team, all] = product as [Outcome, Outcome]
  const [bareTeam, bareAll] = bare as [Outcome, Outcome]
  for (const { what, p95, missing } of product) {
    if (p95 >= goalMs) console.log(`goal missed: ${what}: p95 ${p95} ms`)
    if (missing > 0) console.log(`goal missed: ${what}: ${missing} deliveries never came`)
  }
  console.log(
    JSON.stringify({
      bench: 'fanout',
      agents: everybody,
      rate,
      seconds,
      load: all.load,
      team_p95_ms: team.p95,
      all_p95_ms: all.p95,
      bare_team_p95_ms: bareTeam.p95,
      bare_all_p95_ms: bareAll.p95,
      deliveries_per_s_all: Math.round(all.delivered / seconds),
      missing: team.missing + all.missing,
      cpu_percent: [team.cpuPercent, all.cpuPercent, bareTeam.cpuPercent, bareAll.cpuPercent],
      megabytes: [team.megabytes, all.megabytes, bareTeam.megabytes, bareAll.megabytes],
      event_bytes: all.bytes,
    }),
  )
}
