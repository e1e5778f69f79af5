/** Builds the staff app into ui/build, and only when something it is made of has changed. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { argv, execPath } from 'node:process'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const stamp = join(here, 'build', '.built')
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
    join(here, '..', 'package-lock.json'),
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

/**
 * Makes sure ui/build holds the app as its sources are now. Quick when nothing changed.
 * @param log is given one line about what was done.
 */
export async function buildUi(log: (line: string) => void): Promise<void> {
  const wanted = await fingerprint()
  const built = await readFile(stamp, 'utf8').catch(() => '')
  if (built === wanted) return log('web app: already built')
  const startedAt = performance.now()
  await runVite()
  await writeFile(stamp, wanted)
  log(`web app: built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
}

if (argv[1] === fileURLToPath(import.meta.url)) await buildUi(console.log)
