import { createHash } from 'node:crypto'
import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { bundledNativeDir, usableBinaries } from './binaries.ts'
import { readyCluster } from './cluster.ts'
import type { EmbeddedOptions } from './options.ts'
import { chooseRuntime, type Runtime, reaches } from './runtime.ts'

/** All that a server needs to be launched. */
export type Prepared = { cluster: string; postgres: string; runtime: Runtime }

/** Chooses the user, places binaries and data where that user can reach them, and makes the cluster if there is none. */
export async function prepare(options: EmbeddedOptions): Promise<Prepared> {
  const { dataDir, log = () => {} } = options
  const runtime = await chooseRuntime(options.mode ?? 'auto')
  const base = await reachableBase(options, runtime)
  const binaries = await usableBinaries(options.nativeDir ?? bundledNativeDir(), base, runtime)
  const cluster = await readyCluster({ dataDir, base, runtime, binaries, log })
  return { cluster, postgres: binaries.postgres, runtime }
}

/** The data folder itself, or one outside when it lies under a home that is closed to the unprivileged user. */
async function reachableBase({ dataDir, outsideDir }: EmbeddedOptions, runtime: Runtime): Promise<string> {
  if (await reaches(runtime, dataDir)) return dataDir
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  const base = join(outsideDir ?? '/var/lib/trunkline', name)
  try {
    const firstMade = await mkdir(base, { recursive: true })
    // Whatever our umask says, the folders we made must let that user through.
    if (firstMade) await Promise.all([chmod(firstMade, 0o755), chmod(base, 0o755)])
    if (await reaches(runtime, base)) return base
  } catch {
    // Told below, together with the folder that exists but is closed.
  }
  throw new Error(
    `PostgreSQL does not run as root, and the user it runs as reaches neither ${dataDir} nor ${base}: choose a data ` +
      'folder with permission 0755 all the way down, start as an ordinary user, or set DATABASE_URL.',
  )
}
