/** The product as its own operating system process, started again whenever it was killed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Random } from './random.ts'

export type SignIn = { email: string; password: string }

export type AppProcess = {
  url: string
  /** Times the app ended although nobody killed it. */
  ownEnds: string[]
  /** Starts it and resolves once /readyz says so; rejects after `limitMs`. */
  start(limitMs: number): Promise<void>
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>
  ready(): Promise<boolean>
  untilReady(limitMs: number): Promise<void>
  /** Whom the very first start prints, a moment after it is ready. */
  firstSignIn(): Promise<SignIn>
  /** What the last start said about its steps: "PostgreSQL 0.2 s, Pages 0.1 s". */
  startSteps(): string
  /** SIGTERM, and SIGKILL when that takes longer than a minute. Answers how it ended. */
  stop(): Promise<string>
}

const project = fileURLToPath(new URL('../..', import.meta.url))
const longestStartWords = 20_000
const signInLimitMs = 30_000
const adminEmail = 'chaos@isp.example'

/** `logFile` gets everything the app prints; `dataDir` is all it keeps from one life to the next. */
export async function createAppProcess(
  dataDir: string,
  logFile: string,
  random: Random,
): Promise<AppProcess> {
  const port = await quietPort(random)
  const url = `http://127.0.0.1:${port}`
  const log = createWriteStream(logFile, { flags: 'a' })
  const ownEnds: string[] = []
  let child: ChildProcess | undefined
  let printed = ''
  const meant = new WeakSet<ChildProcess>()

  function launch(): ChildProcess {
    const started = spawn(process.execPath, ['--import', 'tsx', 'hub/start.ts', '--empty'], {
      cwd: project,
      env: environment(dataDir, port, url),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [started.stdout, started.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        log.write(chunk)
        if (printed.length < longestStartWords) printed += chunk.toString()
      })
    }
    started.once('exit', (code, signal) => {
      log.write(`--- ended: ${signal ?? code} at ${new Date().toISOString()}\n`)
      if (!meant.has(started)) ownEnds.push(`the app ended by itself (${signal ?? `exit code ${code}`})`)
    })
    return started
  }
  process.once('exit', () => child?.kill('SIGKILL'))

  const app: AppProcess = {
    url,
    ownEnds,
    async start(limitMs) {
      printed = ''
      child = launch()
      await app.untilReady(limitMs)
    },
    async kill() {
      if (child) await end(child, 'SIGKILL', meant)
    },
    ready: () => isReady(url),
    async untilReady(limitMs) {
      const until = performance.now() + limitMs
      while (!(await app.ready())) {
        if (child && ended(child)) throw new Error(`The app is not running: ${ownEnds.at(-1) ?? 'killed'}`)
        if (performance.now() > until) throw new Error(`The app is not ready after ${limitMs / 1000} s`)
        await delay(50)
      }
    },
    async firstSignIn() {
      const until = performance.now() + signInLimitMs
      for (;;) {
        const found = /Sign in {2}(\S+) {2}(\S+) /.exec(printed)
        if (found) return { email: found[1] ?? '', password: found[2] ?? '' }
        if (performance.now() > until) throw new Error(`The start printed nobody to sign in as:\n${printed}`)
        await delay(50)
      }
    },
    startSteps() {
      const steps = printed.matchAll(/^ {2}(\w+) +ready in (\S+ s)$/gm)
      return [...steps].map(([, name, took]) => `${name} ${took}`).join(', ')
    },
    async stop() {
      if (!child || ended(child)) return 'was not running'
      const running = child
      const late = setTimeout(() => running.kill('SIGKILL'), 60_000)
      await end(running, 'SIGTERM', meant)
      clearTimeout(late)
      return running.signalCode ?? `exit code ${running.exitCode}`
    },
  }
  return app
}

const environment = (dataDir: string, port: number, url: string) => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  NODE_ENV: 'development',
  DATA_DIR: dataDir,
  PORT: String(port),
  PUBLIC_URL: url,
  RADIUS_AUTH_PORT: '0',
  RADIUS_ACCT_PORT: '0',
  EGRESS_ALLOW: '127.0.0.1',
  LOG_LEVEL: 'warn',
  ADMIN_EMAIL: adminEmail,
})

const ended = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

async function end(child: ChildProcess, signal: NodeJS.Signals, meant: WeakSet<ChildProcess>): Promise<void> {
  if (ended(child)) return
  meant.add(child)
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  child.kill(signal)
  await gone
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) })
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    return false
  }
}

/**
 * A port outside the range the system takes for outgoing connections: while the app is down, the fakes knock at its port
 * all the time, and one of their own connections could otherwise get that very port.
 */
async function quietPort(random: Random): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = random.whole(20_000, 31_000)
    if (await isFree(port)) return port
  }
  throw new Error('No free port between 20000 and 31000')
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
