/** A real Chromium out of the registry, driven as a person would; CHROMIUM names another one. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import chromiumBinary from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

/**
 * Without a service worker unless a context asks for it (`serviceWorkers: 'allow'`): it fetches the whole app ahead for
 * every page, and this Chromium, which is one process, does not survive those of several contexts.
 */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM || (await unpacked())
  const args = [...chromiumBinary.args, '--no-sandbox']
  const browser = await chromium.launch({
    executablePath,
    args,
    headless: true,
    env: librariesFor(executablePath),
  })
  const newContext = browser.newContext.bind(browser)
  browser.newContext = options => newContext({ serviceWorkers: 'block', ...options })
  return browser
}

/** Where the system lacks a library Chromium needs (NSS, most often), those that came with the package are used. */
function librariesFor(program: string): Record<string, string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined))
  const said = spawnSync('ldd', [program], { encoding: 'utf8' }).stdout ?? ''
  const lacking = said.includes('not found')
  return { ...env, ...(lacking ? { LD_LIBRARY_PATH: join(program, '..', 'al2023', 'lib') } : {}) } as Record<
    string,
    string
  >
}

/**
 * The package unpacks itself into the temporary folder of the whole machine, where another user's copy cannot be run and
 * two tests at once find half a file. Here each user has one of their own, put in place when it is whole.
 */
async function unpacked(): Promise<string> {
  const place = join(tmpdir(), `trunkline-chromium-${userInfo().uid}`)
  const program = join(place, 'chromium')
  if (existsSync(program)) return program
  const draft = await mkdtemp(`${place}-`)
  // The second makes it unpack its libraries too.
  await withEnv({ TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' }, () =>
    chromiumBinary.executablePath(),
  )
  // Someone else may have been faster: then theirs is taken.
  await rename(draft, place).catch(() => rm(draft, { recursive: true, force: true }))
  return program
}

async function withEnv(set: Record<string, string>, work: () => Promise<unknown>): Promise<void> {
  const before = Object.keys(set).map(name => [name, process.env[name]] as const)
  Object.assign(process.env, set)
  try {
    await work()
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}
