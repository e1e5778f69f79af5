/** What the parts of `doors` share: two filled tenants, the product behind a proxy it trusts, and a source of chance. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Running, startProcess } from '../../hub/main.ts'
import { readConfig } from '../../platform/config.ts'
import { createLog } from '../../platform/log.ts'
import type { Random } from '../chaos/random.ts'
import { freePort } from '../free-port.ts'
import { secretKey } from '../secret-key.ts'
import type { Checks } from './checks.ts'
import type { Installation } from './installation.ts'
import type { TenantWorld } from './tenant-world.ts'

export type Beside = Running & { url: string }

export type Doors = {
  at: Installation
  mine: TenantWorld
  theirs: TenantWorld
  /** Trusts a reverse proxy on this machine: X-Forwarded-For says who asks. Same database, same keys. */
  proxied: Beside
  checks: Checks
  random: Random
}

/** Another process of the same installation, with settings of its own; ended by its `stop`. */
export async function startBeside(at: Installation, env: Record<string, string>): Promise<Beside> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-beside-'))
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: String(await freePort()),
    DATA_DIR: folder,
    ROLES: 'web',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
    ...env,
  })
  const running = await startProcess({
    config,
    log: createLog(config.LOG_LEVEL),
    secretKey,
    database: { ownerUrl: at.ownerUrl, embedded: true, stop: async () => {} },
  })
  const stop = async () => {
    await running.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { ...running, url: config.publicUrl, stop }
}

/** Runs `work` on every item, at most `width` at a time. */
export async function inParallel<T>(items: T[], width: number, work: (item: T) => Promise<void>) {
  const left = items.values()
  const worker = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: width }, worker))
}
