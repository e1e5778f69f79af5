/**
 * postmaster.pid, the note a running server leaves in its data folder. Lines: pid, data folder, start time, port,
 * socket folder, listen address, shared memory key, status.
 */
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

export type PidFile = { text: string; pid: number; port: number | undefined; status: string }

/** A process as seen from a data folder: its postmaster, something else, nothing, or not to be told. */
export type Holder = 'postmaster' | 'foreign' | 'dead' | 'unknown'

const pathIn = (cluster: string) => join(cluster, 'postmaster.pid')
const execute = promisify(execFile)

export async function readPidFile(cluster: string): Promise<PidFile | undefined> {
  const text = await readFile(pathIn(cluster), 'utf8').catch(() => '')
  const lines = text.split('\n')
  // A standalone backend writes its pid negated.
  const pid = Math.abs(Number(lines[0]))
  if (!Number.isInteger(pid) || pid === 0) return undefined
  return { text, pid, port: Number(lines[3]) || undefined, status: (lines[7] ?? '').trim() }
}

/** Who the process with this pid is. A zombie counts as foreign: it holds nothing any more. */
export async function whoIs(pid: number, cluster: string): Promise<Holder> {
  if (!isAlive(pid)) return 'dead'
  const args = await argumentsOf(pid)
  if (!args) return isAlive(pid) ? 'unknown' : 'dead'
  if (!/^postgres(\.exe)?$/.test(basename(args[0] ?? ''))) return 'foreign'
  const folder = args[args.indexOf('-D') + 1]
  if (folder === cluster) return 'postmaster'
  return args.includes('-D') && folder?.startsWith('/') ? 'foreign' : 'unknown'
}

/**
 * Makes PostgreSQL see that a pid file is stale although its pid names a living process: PostgreSQL takes its own
 * parent's pid for a left-over. The rest stays, because the shared memory key in it is how PostgreSQL makes sure that
 * no orphaned backend still works on the data.
 */
export async function markStale(cluster: string, seen: PidFile): Promise<void> {
  if (seen.pid === process.pid || (await readPidFile(cluster))?.text !== seen.text) return
  await writeFile(pathIn(cluster), seen.text.replace(/^-?\d+/, String(process.pid)))
}

/** Whether a process has this pid, a zombie included. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The command line is open to everyone, unlike the working folder, which root in a container may not see. */
async function argumentsOf(pid: number): Promise<string[] | undefined> {
  if (process.platform === 'linux') {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined)
    return line?.split('\0')
  }
  if (process.platform === 'win32') return undefined
  const answer = await execute('ps', ['-o', 'args=', '-p', String(pid)], { timeout: 5_000 }).catch(
    () => undefined,
  )
  return answer?.stdout.trim().split(' ')
}
