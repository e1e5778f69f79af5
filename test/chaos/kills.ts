/** kill -9 at seeded moments: of the app, of PostgreSQL, and of both at once as when the power fails. */
import { setTimeout as delay } from 'node:timers/promises'
import type { AppProcess } from './app-process.ts'
import type { Pace } from './pace.ts'
import { postmasterOf } from './postmaster.ts'
import type { Random } from './random.ts'

export type Target = 'app' | 'postgres' | 'both'
export type Kill = { target: Target; at: Date; recoveredInMs: number; startSteps: string }

const recoveryLimitMs = 120_000
const leastLoadMs = 500
const mostLoadMs = 4_000

/** Fair shares of each, in a seeded order. */
export function planKills(count: number, random: Random): Target[] {
  const turn: Target[] = ['app', 'postgres', 'app', 'postgres', 'both']
  return random.shuffled(Array.from({ length: count }, (_, at) => turn[at % turn.length] ?? 'app'))
}

export type Killing = {
  app: AppProcess
  dataDir: string
  plan: Target[]
  random: Random
  pace: Pace
  onKill(kill: Kill): void
  signal: AbortSignal
}

/** Waits for some load, kills, waits until the product is ready again; until the plan is done. */
export async function carryOutKills(killing: Killing): Promise<void> {
  for (const target of killing.plan) {
    const begunAt = performance.now()
    await delay(killing.random.between(leastLoadMs, mostLoadMs), undefined, { signal: killing.signal })
    const at = new Date()
    const killedAt = performance.now()
    await strike(target, killing)
    const recoveredInMs = performance.now() - killedAt
    const startSteps = target === 'postgres' ? '' : killing.app.startSteps()
    killing.pace.killDone(performance.now() - begunAt)
    killing.onKill({ target, at, recoveredInMs, startSteps })
  }
}

async function strike(target: Target, { app, dataDir }: Killing): Promise<void> {
  const postmaster = target === 'app' ? null : await untilPostmaster(dataDir)
  if (postmaster !== null) process.kill(postmaster, 'SIGKILL')
  if (target !== 'postgres') {
    await app.kill()
    return app.start(recoveryLimitMs)
  }
  await untilPostmaster(dataDir, postmaster)
  await app.untilReady(recoveryLimitMs)
}

/** The pid of a running postmaster that is not `other`. */
async function untilPostmaster(dataDir: string, other: number | null = null): Promise<number> {
  const until = performance.now() + recoveryLimitMs
  for (;;) {
    const pid = await postmasterOf(dataDir)
    if (pid !== null && pid !== other) return pid
    if (performance.now() > until)
      throw new Error(`PostgreSQL did not come back in ${recoveryLimitMs / 1000} s`)
    await delay(20)
  }
}
