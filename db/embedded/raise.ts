import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { launch } from './launch.ts'
import type { EmbeddedOptions } from './options.ts'
import { passwordLost, readPassword } from './password.ts'
import { whoIs } from './pid-file.ts'
import { choosePort, rememberPort } from './ports.ts'
import { type Prepared, prepare } from './prepare.ts'
import { ask, findRunning } from './running.ts'

/** A server that accepts our password, whoever started it. */
export type Raised = {
  pid: number
  port: number
  adopted: boolean
  password: string
  /** Resolves with the reason when the server is gone, or with undefined when the signal fires first. */
  gone(signal: AbortSignal): Promise<string | undefined>
  halt(): Promise<void>
}

/** `port`: stay on this one. `wanted`: begin there, but move when it is busy. */
export type Place = { port: number } | { wanted: number | undefined }

/** Another start, a shutdown or orphaned backends are in the way for seconds; recovery of a big database for minutes. */
const patienceMs = 600_000
const clashLimitMs = 30_000

/** Adopts the data folder's running server or starts one. Waits out whatever passes, throws on what does not. */
export async function raise(options: EmbeddedOptions, place: Place, signal: AbortSignal): Promise<Raised> {
  const started = performance.now()
  for (let pauseMs = 20; ; pauseMs = Math.min(pauseMs * 2, 500)) {
    signal.throwIfAborted()
    const elapsedMs = performance.now() - started
    const found = await findRunning(options.dataDir)
    if (found?.state === 'ready') return adopt(options, found)
    if (found) {
      if (elapsedMs > patienceMs)
        throw new Error(`PostgreSQL (pid ${found.pid}) neither comes up nor goes down.`)
    } else {
      try {
        return await launchOn(options, place, await prepare(options), signal)
      } catch (error) {
        if (elapsedMs > clashLimitMs || !passes(error)) throw error
      }
    }
    await delay(pauseMs)
  }
}

async function launchOn(
  options: EmbeddedOptions,
  place: Place,
  prepared: Prepared,
  signal: AbortSignal,
): Promise<Raised> {
  const { dataDir, settings = {} } = options
  const port = 'port' in place ? place.port : await choosePort(dataDir, place.wanted)
  const server = await launch({ ...prepared, dataDir, port, settings }, signal)
  const password = await readPassword(dataDir)
  if (!password || (await ask(port, password, prepared.cluster)) === 'wrong-password') {
    await server.halt()
    throw passwordLost(dataDir)
  }
  await rememberPort(dataDir, port)
  const gone = (signal: AbortSignal) => Promise.race([server.exited, aborted(signal)])
  return { pid: server.pid, port, adopted: false, password, gone, halt: server.halt }
}

async function adopt(
  { dataDir }: EmbeddedOptions,
  { pid, port }: { pid: number; port: number },
): Promise<Raised> {
  const password = await readPassword(dataDir)
  if (!password) throw passwordLost(dataDir)
  await rememberPort(dataDir, port)
  const gone = (signal: AbortSignal) => watch(dataDir, pid, signal)
  return { pid, port, adopted: true, password, gone, halt: async () => {} }
}

/** A server that is not our child tells nobody when it dies, so its process is looked at now and then. */
async function watch(dataDir: string, pid: number, signal: AbortSignal): Promise<string | undefined> {
  const cluster = await realpath(join(dataDir, 'postgres')).catch(() => '')
  while (!signal.aborted) {
    const holder = await whoIs(pid, cluster)
    if (holder === 'dead' || holder === 'foreign') return 'its process is gone'
    await delay(250, undefined, { ref: false, signal }).catch(() => {})
  }
  return undefined
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise(resolve => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}

/** Another start at the same moment, backends that outlive a killed postmaster briefly, a port taken meanwhile. */
function passes(error: unknown): boolean {
  const words =
    /pre-existing shared memory|postmaster\.pid" already exists|could not bind|could not create any TCP/
  return error instanceof Error && words.test(error.message)
}
