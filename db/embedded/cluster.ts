/** The data folder: where it lies, whether it is whole and of our major version, and how a new one is made. */
import { readdir, readFile, realpath, rmdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Ground, initialise } from './initialise.ts'
import { moveFolder, own } from './ownership.ts'
import { makePassword, passwordLost, readPassword } from './password.ts'
import { reaches } from './runtime.ts'

/**
 * The real path of a whole cluster that the runtime's user can work in. Makes one if there is none; moves it to `base`
 * if `dataDir` is closed to that user, leaving a link. Refuses another major version and anything incomplete.
 */
export async function readyCluster(ground: Ground): Promise<string> {
  const { dataDir, base, runtime, binaries } = ground
  const link = join(dataDir, 'postgres')
  const home = join(base, 'postgres')
  const existing = (await look(link)) ?? (await look(home))
  if (existing) {
    await refuseUnfit(existing, binaries.major)
    if (!(await readPassword(dataDir))) throw passwordLost(dataDir)
    if (!(await reaches(runtime, dirname(existing)))) await moveOut(existing, home, ground)
  } else {
    await initialise(ground, await makePassword(dataDir), home)
  }
  if (base !== dataDir) await leaveLink(link, home)
  const cluster = await realpath(link)
  await own(cluster, runtime.owner)
  return cluster
}

async function moveOut(existing: string, home: string, { dataDir, log }: Ground): Promise<void> {
  if (existing !== join(dataDir, 'postgres')) {
    throw new Error(
      `${dataDir}/postgres leads to ${existing}, which the user PostgreSQL runs as cannot reach: give its parent ` +
        'folders permission 0755, or move it.',
    )
  }
  log(`Moving the PostgreSQL data to ${home}, because its user cannot reach ${existing}`)
  await moveFolder(existing, home)
}

async function leaveLink(link: string, home: string): Promise<void> {
  // An empty folder may stand where the link belongs; anything else stays, and is noticed below.
  await rmdir(link).catch(() => {})
  await symlink(home, link).catch(() => {})
  if ((await realpath(link).catch(() => '')) !== (await realpath(home))) {
    throw new Error(
      `${link} should be a link to ${home}, where the PostgreSQL data is: remove what is in its place.`,
    )
  }
}

/** The real path of a folder with something in it; undefined when missing or empty. */
async function look(path: string): Promise<string | undefined> {
  const names = await readdir(path).catch(error => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names.length > 0 ? realpath(path) : undefined
}

async function refuseUnfit(cluster: string, major: number): Promise<void> {
  const names = await readdir(cluster)
  const version = (await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => '')).trim()
  const controlled = await readFile(join(cluster, 'global', 'pg_control')).then(
    () => true,
    () => false,
  )
  // We only ever rename finished clusters into place, so this is damage or somebody else's folder: replacing it with
  // an empty database would hide the loss.
  if (!version || (version === String(major) && !controlled)) {
    throw new Error(
      `${cluster} is not a complete PostgreSQL data folder (it holds ${names.slice(0, 5).join(', ')}): restore it from ` +
        'a backup, or move it away to begin with an empty database.',
    )
  }
  if (version !== String(major)) {
    throw new Error(
      `The data in ${cluster} was written by PostgreSQL ${version}; the one that comes with npm install is ${major}. ` +
        `Move it over with pg_dump of version ${version}, or set DATABASE_URL to a PostgreSQL ${version} server.`,
    )
  }
}
