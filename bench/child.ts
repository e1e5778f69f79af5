/** A measured process: started with this process's own Node flags, ended by its pid, gone when we are gone. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export type Child<Ready> = {
  ready: Ready
  pid: number
  /** CPU time used so far, in seconds, by the process itself. */
  cpuSeconds(): Promise<number>
  stop(): Promise<void>
}

const project = fileURLToPath(new URL('..', import.meta.url))
const startLimitMs = 60_000
const stopLimitMs = 15_000

/** Starts `file` and resolves with what it announces (host.ts). Its own output goes to standard error. */
export async function startChild<Ready>(file: URL, order: Record<string, string>): Promise<Child<Ready>> {
  const child = spawn(process.execPath, [...process.execArgv, fileURLToPath(file)], {
    cwd: project,
    // Not in the arguments, where everyone on this machine could read the passwords.
    env: { ...process.env, NODE_ENV: 'production', BENCH_ORDER: JSON.stringify(order) },
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  try {
    const [ready] = await Promise.race([
      once(child, 'message', { signal: AbortSignal.timeout(startLimitMs) }),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`${file.pathname} ended with ${code}`))),
    ])
    return { ready, pid: child.pid ?? 0, cpuSeconds: () => ask(child), stop: () => stop(child) }
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
}

async function ask(child: ChildProcess): Promise<number> {
  const answer = once(child, 'message', { signal: AbortSignal.timeout(stopLimitMs) })
  child.send('cpu')
  return Number((await answer)[0])
}

/** Asks first, then kills. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), stopLimitMs)
  await ended
  clearTimeout(late)
}
