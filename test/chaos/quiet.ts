/** Waits until everything that was under way has come to its end. */
import { setTimeout as delay } from 'node:timers/promises'
import { askOwner } from './postmaster.ts'
import type { World } from './world.ts'

/** An attempt whose worker was killed counts as lost after 90 s; answers queued behind it go out after that. */
const limitMs = 240_000

type Left = { waiting: number; undelivered: number; received: number }

/** Resolves with what is still open after the limit, in words; empty when all is quiet. */
export async function untilQuiet(world: World, dataDir: string, expectedIn: number): Promise<string[]> {
  const until = performance.now() + limitMs
  let open = ['nothing was looked at']
  for (let toldAt = 0; performance.now() < until; await delay(500)) {
    open = await stillOpen(world, dataDir, expectedIn)
    if (open.length === 0) return []
    if (performance.now() - toldAt > 15_000) {
      toldAt = performance.now()
      console.log(`  waiting for quiet: ${open.join('; ')}`)
    }
  }
  return open
}

async function stillOpen(world: World, dataDir: string, expectedIn: number): Promise<string[]> {
  const sql = `SELECT (SELECT count(*)::int FROM inbox_events WHERE state = 'new') AS waiting,
    (SELECT count(*)::int FROM messages WHERE direction = 'out' AND state IN ('queued', 'sending')) AS undelivered,
    (SELECT count(*)::int FROM messages WHERE direction = 'in') AS received`
  const [left] = await askOwner<Left>(dataDir, sql).catch(() => [])
  if (!left) return ['the database does not answer']
  const pending = world.pending()
  return [
    ...(pending > 0 ? [`${pending} webhooks or updates not confirmed`] : []),
    ...(left.waiting > 0 ? [`${left.waiting} inbox events new`] : []),
    ...(left.undelivered > 0 ? [`${left.undelivered} answers queued or sending`] : []),
    ...(left.received < expectedIn ? [`${left.received} of ${expectedIn} messages in`] : []),
  ]
}
