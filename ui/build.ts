/** Builds the staff app into ui/build, and only when something it is made of has changed. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { argv, execPath, kill, pid } from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const stamp = join(here, 'build', '.built')
/** Holds the id of the process that is building: two builds at once would tear each other's files away. */
const turn = join(here, '.svelte-kit', 'building')
const longestBuildMs = 5 * 60_000

/** Every file the build depends on, in a fixed order. */
async function sources(): Promise<string[]> {
  const inside = async (folder: string) =>
    (await readdir(join(here, folder), { recursive: true, withFileTypes: true }))
      .filter(entry => entry.isFile() && !entry.name.endsWith('.test.ts'))
      .map(entry => join(entry.parentPath, entry.name))
  const own = [...(await inside('src')), ...(await inside('static'))].sort()
  return [
    ...own,
    join(here, 'vite.config.ts'),
    join(here, 'tsconfig.json'),
    join(here, 'words-in.ts'),
    join(here, 'words-plugin.ts'),
    join(here, '..', 'package-lock.json'),
    join(here, '..', 'hub', 'notifications', 'worth-telling.ts'),
  ]
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of await sources()) {
    hash.update(`${relative(here, file)}\0`)
    hash.update(await readFile(file))
  }
  return hash.digest('hex')
}

/** Kit reads its folders from the working folder, so the build is a process of its own that stands in ui/. */
function runVite(): Promise<void> {
  const packageFile = createRequire(import.meta.url).resolve('vite/package.json')
  const child = spawn(
    execPath,
    [join(dirname(packageFile), 'bin', 'vite.js'), 'build', '--logLevel', 'warn'],
    {
      cwd: here,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longestBuildMs,
      env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' },
    },
  )
  const said: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code =>
      code === 0
        ? resolve()
        : reject(
            new Error(`The web app could not be built (vite ended with ${code}):\n${Buffer.concat(said)}`),
          ),
    )
  })
}

const isAlive = (processId: number): boolean => {
  try {
    return kill(processId, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Waits until no other process builds, then takes the turn. A turn whose holder died is free. */
async function takeTurn(): Promise<void> {
  await mkdir(dirname(turn), { recursive: true })
  const until = Date.now() + longestBuildMs
  while (Date.now() < until) {
    const isMine = await writeFile(turn, String(pid), { flag: 'wx' }).then(
      () => true,
      () => false,
    )
    if (isMine) return
    const holder = Number(await readFile(turn, 'utf8').catch(() => ''))
    if (holder > 0 && !isAlive(holder)) await rm(turn, { force: true })
    else await pause(200)
  }
  throw new Error(`Another build of the web app never ended; remove ${turn} and try again.`)
}

const builtFrom = () => readFile(stamp, 'utf8').catch(() => '')

/**
 * Makes sure ui/build holds the app as its sources are now. Quick when nothing changed; safe beside another build.
 * @param log is given one line about what was done.
 */
export async function buildUi(log: (line: string) => void): Promise<void> {
  const wanted = await fingerprint()
  if ((await builtFrom()) === wanted) return log('web app: already built')
  await takeTurn()
  try {
    if ((await builtFrom()) === wanted) return log('web app: built meanwhile')
    const startedAt = performance.now()
    await runVite()
    await writeFile(stamp, wanted)
    log(`web app: built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  } finally {
    await rm(turn, { force: true })
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) await buildUi(console.log)
