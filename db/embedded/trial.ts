/** What the launcher's tests share: folders that clean up after themselves, servers in this process and in others. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { vi } from 'vitest'
import { type Embedded, type EmbeddedOptions, startEmbedded } from './index.ts'
import { readPidFile } from './pid-file.ts'

export const isRoot = process.geteuid?.() === 0
export const nobody = 65534
const project = fileURLToPath(new URL('../..', import.meta.url))
const undo: Array<() => unknown> = []

/** For afterEach: undoes everything in reverse order. */
export async function cleanUp(): Promise<void> {
  while (undo.length > 0) await undo.pop()?.()
}

export function later(action: () => unknown): void {
  undo.push(action)
}

/** A folder everyone may enter, gone after the test. */
export async function folder(owner?: number): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'trunkline-embedded-'))
  later(() => rm(path, { recursive: true, force: true, maxRetries: 5 }))
  await chmod(path, 0o755)
  if (owner !== undefined) await chown(path, owner, owner)
  return path
}

/** Starts a small server in this process, stopped after the test. */
export async function start(options: EmbeddedOptions): Promise<Embedded> {
  const server = await startEmbedded({
    ...options,
    settings: { shared_buffers: '16MB', ...options.settings },
  })
  later(() => server.stop())
  return server
}

export async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

export async function postmasterOf(dataDir: string): Promise<number> {
  const file = await readPidFile(join(dataDir, 'postgres'))
  if (!file) throw new Error(`no server runs in ${dataDir}`)
  return file.pid
}

/** Waits, in bounds, until a process has ended; one that nobody has reaped yet counts as ended. */
export async function ended(pid: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') X')
      if (!/\) [XZ]/.test(state)) throw new Error(`process ${pid} is still there`)
    },
    { timeout: 30_000, interval: 20 },
  )
}

export type Child = {
  process: ChildProcess
  ready: Promise<{ url: string; adopted: boolean }>
  kill(): Promise<void>
}

/** Another Node that starts a server and then waits to be killed. */
export function inAnotherNode(
  options: EmbeddedOptions,
  as: { uid?: number; path?: string; home?: string } = {},
): Child {
  const script = `
    const { startEmbedded } = await import('./db/embedded/index.ts')
    const { url, adopted } = await startEmbedded(${JSON.stringify(options)})
    console.log(JSON.stringify({ url, adopted }))
    setInterval(() => {}, 60_000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: project,
    env: { PATH: as.path ?? process.env.PATH, HOME: as.home ?? tmpdir(), TMPDIR: as.home ?? tmpdir() },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(as.uid === undefined ? {} : { uid: as.uid, gid: as.uid }),
  })
  const closed = once(child, 'close')
  let said = ''
  child.stderr.on('data', chunk => {
    said += chunk
  })
  const line = once(createInterface(child.stdout), 'line').then(([text]) => JSON.parse(String(text)))
  const ready = Promise.race([line, closed.then(() => Promise.reject(new Error(`Node ended: ${said}`)))])
  ready.catch(() => {})
  const kill = async () => {
    child.kill('SIGKILL')
    await closed
  }
  later(kill)
  return { process: child, ready, kill }
}

/** Whether uid 65534 can run this Node on this checkout: not so under a closed home. */
export function nobodyCanRunUs(): boolean {
  if (!isRoot) return false
  try {
    const look =
      'test -x "$1" && test -r "$2/node_modules/tsx/package.json" && test -r "$2/db/embedded/index.ts"'
    execFileSync('/bin/sh', ['-c', look, 'sh', process.execPath, project], {
      uid: nobody,
      gid: nobody,
      cwd: '/',
    })
    return true
  } catch {
    return false
  }
}

export function has(program: string, ...args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
