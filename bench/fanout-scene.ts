/** One scene: so many messages a second for so long, each to one audience, and how old they were at every screen. */
import { execFile } from 'node:child_process'
import { loadavg } from 'node:os'
import { promisify } from 'node:util'
import type { Child } from './child.ts'
import { Connection } from './connection.ts'
import { mark, sharedNowMs } from './fanout-clock.ts'
import { ageAt, type Listening } from './fanout-listening.ts'

export type Scene = {
  what: string
  port: number
  /** How many hear each message. */
  audience: number
  /** The n-th request, with this text in it. */
  request(n: number, text: string): Buffer
}

export type Load = { rate: number; seconds: number }

export type Outcome = {
  what: string
  messages: number
  refused: number
  delivered: number
  missing: number
  bytes: number
  p50: number
  p95: number
  p99: number
  cpuPercent: number
  megabytes: number
  load: number
}

const connections = 32
const words = ' Good morning, my internet is down since six and the light on the router is red.'

export async function play(
  scene: Scene,
  { rate, seconds }: Load,
  { server, listening }: { server: Child<unknown>; listening: Listening },
): Promise<Outcome> {
  const cpuBefore = await server.cpuSeconds()
  const startedAt = performance.now()
  const messages = Math.round(rate * seconds)
  const refused = await post(scene, messages, rate)
  const heard = await listening.heard((messages - refused) * scene.audience)
  const took = (performance.now() - startedAt) / 1000
  return {
    what: scene.what,
    messages,
    refused,
    delivered: heard.count,
    missing: (messages - refused) * scene.audience - heard.count,
    bytes: heard.bytes,
    p50: ageAt(heard, 0.5),
    p95: ageAt(heard, 0.95),
    p99: ageAt(heard, 0.99),
    cpuPercent: Math.round((((await server.cpuSeconds()) - cpuBefore) / took) * 100),
    megabytes: await megabytesOf(server.pid),
    load: loadavg()[0] ?? 0,
  }
}

/** Each goes out when it is due and says so in its text: one that had to wait for a connection is the older for it. */
async function post(scene: Scene, messages: number, rate: number): Promise<number> {
  const startedAt = sharedNowMs()
  const open = Array.from({ length: connections }, () => new Connection(scene.port))
  let next = 0
  let refused = 0
  const work = async (connection: Connection) => {
    while (next < messages) {
      const n = next
      next += 1
      const dueAt = startedAt + (n * 1000) / rate
      const early = dueAt - sharedNowMs()
      if (early > 0) await new Promise(resolve => setTimeout(resolve, early))
      const status = await connection.post(scene.request(n, mark(dueAt) + words))
      if (status !== 200) refused += 1
    }
  }
  try {
    await Promise.all(open.map(work))
  } finally {
    for (const connection of open) connection.close()
  }
  return refused
}

async function megabytesOf(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)])
  return Math.round(Number(stdout) / 1024)
}
