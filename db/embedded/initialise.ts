import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { own } from './ownership.ts'
import { isAlive } from './pid-file.ts'
import { type Runtime, run } from './runtime.ts'

/** `base` is the folder for data and binaries: `dataDir`, or one outside that the runtime's user can reach. */
export type Ground = {
  dataDir: string
  base: string
  runtime: Runtime
  binaries: Binaries
  log: (line: string) => void
}

const timeoutMs = 180_000
const inUse = new Set<string>()

/** Makes a new cluster at `home`: built in a temporary folder and renamed when whole, so a killed one never counts. */
export async function initialise(ground: Ground, password: string, home: string): Promise<void> {
  const { base, runtime, log } = ground
  await clearLeftovers(base)
  const name = `postgres.new-${process.pid}-${randomBytes(4).toString('hex')}`
  const workshop = join(base, name)
  inUse.add(name)
  try {
    log(`Making a new PostgreSQL data folder in ${home}`)
    await mkdir(workshop, { mode: 0o700 })
    await writeFile(join(workshop, 'password'), password, { mode: 0o600 })
    await own(workshop, runtime.owner)
    await initdb(ground, workshop)
    await putInPlace(join(workshop, 'cluster'), home)
  } finally {
    await rm(workshop, { recursive: true, force: true, maxRetries: 5 })
    inUse.delete(name)
  }
}

/**
 * Sorting and upper case follow the built-in C.UTF-8, the same on every machine. pg_trgm still asks libc what a letter
 * is: with plain C it would not see accented ones, so libc's C.UTF-8 is used where it exists.
 */
async function initdb({ runtime, binaries, log }: Ground, workshop: string): Promise<void> {
  const cluster = join(workshop, 'cluster')
  const make = (letters: string) =>
    run(
      runtime.wrap(
        binaries.initdb,
        [
          ...['-D', cluster, '-U', 'postgres', '--encoding=UTF8', '--data-checksums'],
          ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', `--lc-ctype=${letters}`],
          ...['--auth=scram-sha-256', `--pwfile=${join(workshop, 'password')}`],
        ],
        'KILL',
      ),
      timeoutMs,
    )
  try {
    await make('C.UTF-8').catch(async error => {
      if (!String(error.stderr).includes('invalid locale name')) throw error
      log('This system has no locale C.UTF-8: searching by similarity will not see accented letters')
      await rm(cluster, { recursive: true, force: true })
      await make('C')
    })
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error)
    throw new Error(`PostgreSQL could not make its data folder: ${said || error}`)
  }
}

async function putInPlace(cluster: string, home: string): Promise<void> {
  try {
    await rename(cluster, home)
  } catch (error) {
    // Another process was faster. Both used the same password file, so its cluster is ours too.
    if (error instanceof Error && 'code' in error && ['ENOTEMPTY', 'EEXIST'].includes(String(error.code)))
      return
    throw error
  }
  await chmod(home, 0o700)
  if (process.platform === 'win32') return
  const folder = await open(dirname(home))
  await folder.sync().finally(() => folder.close())
}

/** Removes what killed starts left behind; what a living process is still building stays. */
async function clearLeftovers(base: string): Promise<void> {
  for (const name of await readdir(base)) {
    const pid = Number(/^postgres\.new-(\d+)-/.exec(name)?.[1])
    if (!pid || inUse.has(name)) continue
    const made = await stat(join(base, name)).catch(() => undefined)
    if (!made) continue
    const tooOld = Date.now() - made.ctimeMs > 3 * timeoutMs
    if (pid !== process.pid && !tooOld && isAlive(pid)) continue
    await rm(join(base, name), { recursive: true, force: true, maxRetries: 5 })
  }
}
