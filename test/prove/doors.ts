/**
 * `doors`: whoever does not belong here does not get in, by no door there is. `--seed` repeats a run's choices, `--only`
 * tries some of the doors.
 */
import { parseArgs } from 'node:util'
import { createRandom } from '../chaos/random.ts'
import type { Checks } from './checks.ts'
import { proveCodes } from './doors-codes.ts'
import { proveForwarding } from './doors-forwarding.ts'
import { proveHooks } from './doors-hooks.ts'
import { proveKeys } from './doors-keys.ts'
import { provePasswords } from './doors-passwords.ts'
import { provePrivate } from './doors-private.ts'
import { type Doors, startBeside } from './doors-scene.ts'
import { proveSites } from './doors-sites.ts'
import { proveTokens } from './doors-tokens.ts'
import { startInstallation } from './installation.ts'
import { makeWorld } from './world.ts'

const parts: Record<string, (scene: Doors) => Promise<void>> = {
  forwarding: proveForwarding,
  tokens: proveTokens,
  keys: proveKeys,
  hooks: proveHooks,
  sites: proveSites,
  codes: proveCodes,
  passwords: provePasswords,
  private: provePrivate,
}

export async function doors(checks: Checks, flags: string[]): Promise<void> {
  const { seed, only } = readFlags(flags)
  checks.step(`seed ${seed}`)
  const at = await startInstallation()
  try {
    checks.step('filling two tenants')
    const { mine, theirs } = await makeWorld(at)
    at.setDemoTenant(mine.tenantId)
    const proxied = await startBeside(at, { TRUST_PROXY: '127.0.0.1', EGRESS_ALLOW: '127.0.0.1' })
    const scene = { at, mine, theirs, proxied, checks, random: createRandom(seed) }
    try {
      for (const name of only) await attempt(scene, name)
    } finally {
      await proxied.stop()
    }
  } finally {
    await at.stop()
  }
}

/** One door that cannot be tried at all is a failure, and no reason to leave the others untried. */
async function attempt(scene: Doors, name: string): Promise<void> {
  const { checks } = scene
  const from = performance.now()
  try {
    await parts[name]?.(scene)
  } catch (error) {
    checks.same(
      name,
      'tried to the end',
      error instanceof Error ? (error.stack ?? error.message) : String(error),
    )
  }
  checks.step(`${name}: ${((performance.now() - from) / 1000).toFixed(1)} s`)
}

function readFlags(args: string[]): { seed: number; only: string[] } {
  const options = { seed: { type: 'string' }, only: { type: 'string' } } as const
  const { values } = parseArgs({ args, options })
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed)
  if (!Number.isInteger(seed) || seed < 0) throw new Error('--seed is a whole number from 0 on')
  const only = values.only?.split(',') ?? Object.keys(parts)
  const unknown = only.filter(name => !Object.hasOwn(parts, name))
  if (unknown.length > 0) throw new Error(`--only takes of ${Object.keys(parts).join(',')}, not ${unknown}`)
  return { seed, only }
}
