/**
 * Two hundred sign-ins a second while an agent works: how long the agent waits, beside how long they wait when nobody
 * tries. The product, the flood and the agent are three processes on one machine.
 */
import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startEmbedded } from '../db/embedded/index.ts'
import { ensureDatabase } from '../db/migrate.ts'
import { freePort } from '../test/free-port.ts'
import { type Child, startChild } from './child.ts'
import { percentile } from './drive.ts'
import { type Desk, openDesk, type Work } from './signins-agent.ts'
import type { Flood, FloodOrder } from './signins-flood.ts'

const rate = 200
const quietSeconds = 10
const warmUpSeconds = 5

type Scene = { product: Child<{ url: string }>; desk: Desk; password: string }
type Measured = { quiet: Work; busy: Work; flood: Flood; cpuShare: number }

export async function signins(flags: string[]): Promise<void> {
  const { values } = parseArgs({ args: flags, options: { seconds: { type: 'string', default: '60' } } })
  const seconds = Number(values.seconds)
  if (!(seconds > 0 && seconds <= 600)) throw new Error('--seconds is a number above 0, up to 600')
  const undo: (() => Promise<unknown>)[] = []
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= undoAll(undo)
    return closing
  }
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void close().finally(() => process.exit(130)))
  try {
    report(await measure(await open(undo), seconds))
  } finally {
    await close()
  }
}

async function undoAll(undo: (() => Promise<unknown>)[]): Promise<void> {
  for (const step of undo.reverse()) await step()
}

async function open(undo: (() => Promise<unknown>)[]): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-bench-'))
  undo.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const postgres = await startEmbedded({ dataDir: folder })
  undo.push(() => postgres.stop())
  const databaseUrl = await ensureDatabase(postgres.url, 'product')
  const person = { email: 'lerato@bench.example', password: randomUUID() }
  const order = { databaseUrl, dataDir: folder, port: String(await freePort()), ...person }
  const product = await startChild<{ url: string }>(new URL('./signins-product.ts', import.meta.url), order)
  undo.push(() => product.stop())
  const desk = await openDesk(product.ready.url, person)
  undo.push(() => desk.close())
  return { product, desk, password: person.password }
}

async function measure({ product, desk, password }: Scene, seconds: number): Promise<Measured> {
  await desk.work(warmUpSeconds)
  const quiet = await desk.work(quietSeconds)
  const before = await product.cpuSeconds()
  const flooding = await startFlood({ url: product.ready.url, rate, seconds, password })
  const busy = await desk.work(seconds)
  const flood = await flooding.done
  const cpuShare = ((await product.cpuSeconds()) - before) / flood.seconds
  return { quiet, busy, flood, cpuShare }
}

/** Resolves once the flood begins; `done` is what came of it. */
async function startFlood(order: FloodOrder): Promise<{ done: Promise<Flood> }> {
  const child = fork(fileURLToPath(new URL('./signins-flood.ts', import.meta.url)), {
    env: { ...process.env, NODE_ENV: 'production', FLOOD_ORDER: JSON.stringify(order) },
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  const limit = { signal: AbortSignal.timeout((order.seconds + 60) * 1000) }
  const broke = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`the flood ended with ${code}`)),
  )
  await Promise.race([once(child, 'message', limit), broke])
  const result = once(child, 'message', limit).then(([flood]) => flood as Flood)
  broke.catch(() => {})
  return { done: Promise.race([result, broke]) }
}

function report({ quiet, busy, flood, cpuShare }: Measured): void {
  const rows = { quiet, flooded: busy }
  const at = (work: Work, share: number) => Number(percentile(work.latencies, share).toFixed(1))
  for (const [name, work] of Object.entries(rows)) {
    const words = [0.5, 0.95, 0.99, 1].map(share => `${at(work, share)} ms`).join(' / ')
    console.log(
      `${name}: ${work.latencies.length} calls, p50 / p95 / p99 / worst ${words}, failed ${JSON.stringify(work.failed)}`,
    )
  }
  const { signedIn, wrong, busy: refusedBusy, locked, other, slowestMs } = flood
  console.log(
    `flood: ${flood.tried} sign-ins in ${flood.seconds.toFixed(1)} s: ${signedIn} signed in, ${wrong} wrong, ` +
      `${refusedBusy} too many at once, ${locked} after too many guesses, other ${JSON.stringify(other)}; ` +
      `slowest answer ${slowestMs} ms; the product used ${Math.round(cpuShare * 100)} % of a core`,
  )
  console.log(
    JSON.stringify({
      bench: 'signins',
      tried_per_s: Math.round(flood.tried / flood.seconds),
      refused_busy: refusedBusy,
      refused_locked: locked,
      wrong,
      signed_in: signedIn,
      api_p50_ms: at(busy, 0.5),
      api_p95_ms: at(busy, 0.95),
      api_p99_ms: at(busy, 0.99),
      quiet_p95_ms: at(quiet, 0.95),
      ratio: Number((at(busy, 0.95) / at(quiet, 0.95)).toFixed(2)),
      failed: Object.values(busy.failed).reduce((sum, count) => sum + count, 0),
    }),
  )
}
