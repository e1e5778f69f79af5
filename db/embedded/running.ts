import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { passwordLost, readPassword } from './password.ts'
import { markStale, readPidFile, whoIs } from './pid-file.ts'

export type Answer = 'ours' | 'wrong-password' | 'other' | 'silent'

/** What holds a data folder: a server ready for us, one on its way up or down, or nobody. */
export type Found =
  | { state: 'ready'; pid: number; port: number }
  | { state: 'changing'; pid: number }
  | undefined

export function urlOf(port: number, password: string): string {
  return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`
}

/** Asks whoever listens on a port whether it serves this data folder and takes our password. */
export async function ask(port: number, password: string, cluster: string): Promise<Answer> {
  const client = new pg.Client({ connectionString: urlOf(port, password), connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query(`select current_setting('data_directory') as folder`)
    return (await realpath(String(rows[0]?.folder)).catch(() => '')) === cluster ? 'ours' : 'other'
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === '28P01' ? 'wrong-password' : 'silent'
  } finally {
    await client.end().catch(() => {})
  }
}

/** Looks for a server of this data folder that is already running; clears away a pid file that names a stranger. */
export async function findRunning(dataDir: string): Promise<Found> {
  const cluster = await realpath(join(dataDir, 'postgres')).catch(() => undefined)
  const file = cluster && (await readPidFile(cluster))
  if (!file) return undefined
  const holder = await whoIs(file.pid, cluster)
  if (holder === 'dead') return undefined
  if (holder === 'foreign') {
    await markStale(cluster, file)
    return undefined
  }
  const password = await readPassword(dataDir)
  if (!password) throw passwordLost(dataDir)
  const answer = file.port && file.status === 'ready' ? await ask(file.port, password, cluster) : 'silent'
  if (answer === 'ours' && file.port) return { state: 'ready', pid: file.pid, port: file.port }
  if (answer === 'wrong-password' && holder === 'postmaster') throw passwordLost(dataDir)
  // Where nobody can tell what the process is, PostgreSQL's own look at its pid file decides.
  return holder === 'postmaster' ? { state: 'changing', pid: file.pid } : undefined
}
