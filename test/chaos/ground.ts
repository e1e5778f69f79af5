/** Where a scenario takes place: the outside world, the product with a data folder of its own, and a limit of time. */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AppProcess, createAppProcess } from './app-process.ts'
import { Checks } from './checks.ts'
import { createRandom } from './random.ts'
import { say } from './report.ts'
import { startWorld, type World } from './world.ts'

export type Ground = { world: World; dataDir: string; app: AppProcess; signal: AbortSignal }

/** The first start may have to build the pages. */
export const firstStartMs = 360_000

/** Runs the scenario and clears up behind it, unless something failed: then its folder is kept and named. */
export async function onGround(
  { seed, limitMs, autoReceipts = true }: { seed: number; limitMs: number; autoReceipts?: boolean },
  scenario: (ground: Ground, checks: Checks) => Promise<void>,
): Promise<Checks> {
  const checks = new Checks()
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-chaos-'))
  // PostgreSQL may run as another user than ours.
  await chmod(folder, 0o755)
  const random = createRandom(seed)
  const world = await startWorld(createRandom(seed + 1), { autoReceipts })
  const dataDir = join(folder, 'data')
  const app = await createAppProcess(dataDir, join(folder, 'app.log'), random)
  const over = new AbortController()
  const timer = setTimeout(() => over.abort(), limitMs)
  const late = new Promise<never>((_, reject) => {
    over.signal.addEventListener('abort', () => {
      reject(new Error(`not finished after ${limitMs / 1000} s`))
    })
  })
  late.catch(() => {})
  try {
    await Promise.race([scenario({ world, dataDir, app, signal: over.signal }, checks), late])
  } catch (error) {
    checks.none('the scenario runs to its end', [String(error instanceof Error ? error.stack : error)])
  } finally {
    clearTimeout(timer)
    over.abort()
    const ended = await app.stop()
    say(`stopped: ${ended}`)
    checks.none('the app stops when asked', ended === 'exit code 0' ? [] : [ended])
    await world.stop()
  }
  if (checks.failed === 0) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  else console.log(`  kept: ${folder} (app.log, data/postgres.log)`)
  return checks
}
