import { type ChildProcess, spawn } from 'node:child_process'
import { type FileHandle, open, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { readPidFile } from './pid-file.ts'
import type { Prepared } from './prepare.ts'
import { childEnvironment } from './runtime.ts'
import { serverArguments } from './settings.ts'

export type Launch = Prepared & { dataDir: string; port: number; settings: Record<string, string> }

/** A postmaster we started and that is ready. */
export type Server = { pid: number; exited: Promise<string>; halt(): Promise<void> }

const maxLogBytes = 20 * 1024 * 1024
/** Recovery after a crash replays the log since the last checkpoint: minutes on a slow disk, never forever. */
const readyLimitMs = 600_000
const fastShutdownLimitMs = 60_000

/** Starts the postmaster and waits until it is ready. Throws with PostgreSQL's own words when it gives up. */
export async function launch(order: Launch, signal: AbortSignal): Promise<Server> {
  const { log, offset } = await openLog(order.dataDir)
  try {
    const server = start(order, log)
    const failure = await becomesReady(order.cluster, server, signal)
    if (failure === undefined) return server
    await server.halt()
    throw new Error(`PostgreSQL did not start (${failure}): ${await read(log, offset)}`)
  } finally {
    await log.close()
  }
}

function start({ runtime, postgres, cluster, port, settings }: Launch, log: FileHandle): Server {
  const command = runtime.wrap(postgres, serverArguments(cluster, port, settings), 'INT')
  const child = spawn(command.file, command.args, {
    ...command.identity,
    cwd: '/',
    env: childEnvironment(),
    // Its own session: Ctrl-C in the terminal reaches Node, which first ends its work and then stops the server.
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log.fd, log.fd],
  })
  // A server alone does not keep a finished program alive.
  child.unref()
  const exited = new Promise<string>(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('exit', (code, by) => resolve(by ? `ended by ${by}` : `exit code ${code}`))
  })
  return { pid: child.pid ?? 0, exited, halt: () => halt(child, exited) }
}

/** Undefined once the server is ready, otherwise why it will not be. */
async function becomesReady(
  cluster: string,
  server: Server,
  signal: AbortSignal,
): Promise<string | undefined> {
  const until = performance.now() + readyLimitMs
  while (performance.now() < until) {
    if (signal.aborted) return 'stopped while starting'
    const file = await readPidFile(cluster)
    if (file?.pid === server.pid && file.status === 'ready') return undefined
    const reason = await Promise.race([server.exited, delay(15)])
    if (reason !== undefined) return reason
  }
  return `not ready after ${readyLimitMs / 60_000} minutes`
}

/** Fast shutdown (SIGINT), then immediate (SIGQUIT): the latter loses nothing either, it only costs a recovery. */
async function halt(child: ChildProcess, exited: Promise<string>): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  child.ref()
  for (const [signal, limitMs] of [['SIGINT', fastShutdownLimitMs] as const, ['SIGQUIT', 10_000] as const]) {
    child.kill(signal)
    const patience = new AbortController()
    const late = delay(limitMs, 'late', { signal: patience.signal }).catch(() => 'late')
    const outcome = await Promise.race([exited, late])
    patience.abort()
    if (outcome !== 'late') return
  }
  child.kill('SIGKILL')
  await exited
}

async function openLog(dataDir: string): Promise<{ log: FileHandle; offset: number }> {
  const path = join(dataDir, 'postgres.log')
  const size = await stat(path).then(
    found => found.size,
    () => 0,
  )
  if (size > maxLogBytes) await rename(path, `${path}.1`)
  return { log: await open(path, 'a+', 0o600), offset: size > maxLogBytes ? 0 : size }
}

async function read(log: FileHandle, offset: number): Promise<string> {
  const { buffer, bytesRead } = await log.read(Buffer.alloc(4_000), 0, 4_000, offset)
  return buffer.toString('utf8', 0, bytesRead).trim()
}
