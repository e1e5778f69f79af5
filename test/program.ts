/** The program as a person starts it: a child process with its own data folder and ports. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { freePort } from './free-port.ts'

const start = fileURLToPath(new URL('../hub/start.ts', import.meta.url))

export type Program = {
  url: string
  child: ChildProcess
  output(): string
  /** Resolves when a line of the output matches; rejects when the program ends first. */
  says(pattern: RegExp): Promise<string>
  /** The exit code, once it has ended. */
  ended(): Promise<number | null>
  stop(signal?: NodeJS.Signals): Promise<void>
}

export async function programPorts(): Promise<Record<string, string>> {
  const [web, auth, acct] = await Promise.all([freePort(), freePort(), freePort()])
  return { PORT: String(web), RADIUS_AUTH_PORT: String(auth), RADIUS_ACCT_PORT: String(acct) }
}

/** `env` is added to a clean environment; nothing of the caller's settings leaks in. */
export function runProgram(env: Record<string, string>, args: string[] = []): Program {
  const child = spawn(process.execPath, ['--import', 'tsx', start, ...args], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const looks = new Set<() => void>()
  const hear = (chunk: Buffer) => {
    output += String(chunk)
    for (const look of looks) look()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const exit = once(child, 'close')
  return {
    url: `http://localhost:${env.PORT}`,
    child,
    output: () => output,
    says: pattern =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = output.match(pattern)
          if (!found) return
          looks.delete(look)
          resolve(found[0])
        }
        looks.add(look)
        look()
        exit.then(() => reject(new Error(`ended without ${pattern}:\n${output}`)), reject)
      }),
    ended: async () => (await exit)[0] as number | null,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      await exit
    },
  }
}
