import { chmod, cp, lstat, mkdir, readdir, readFile, readlink, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { bundledNativeDir } from './binaries.ts'
import { startEmbedded } from './index.ts'
import {
  ask,
  cleanUp,
  ended,
  folder,
  has,
  inAnotherNode,
  isRoot,
  later,
  nobody,
  nobodyCanRunUs,
  postmasterOf,
  start,
} from './trial.ts'

afterEach(cleanUp, 60_000)

const hasNamespaces = has('unshare', '-U', `--map-user=${nobody}`, 'true')

/** A copy of the package as npm unpacks it when install scripts are off: the links are listed, not made. */
async function packageWithoutLinks(parent: string): Promise<{ nativeDir: string; links: string[] }> {
  const nativeDir = join(parent, 'package', 'native')
  await cp(bundledNativeDir(), nativeDir, { recursive: true, verbatimSymlinks: true })
  const list: Array<{ target: string }> = JSON.parse(
    await readFile(join(nativeDir, 'pg-symlinks.json'), 'utf8'),
  )
  const links = list.map(({ target }) => join(parent, 'package', target))
  for (const link of links) await rm(link, { force: true })
  expect(links.length).toBeGreaterThan(0)
  return { nativeDir, links }
}

describe.skipIf(!isRoot)('as root (these need root)', { timeout: 60_000 }, () => {
  test.skipIf(!hasNamespaces)('PostgreSQL runs in a user namespace where there are some', async () => {
    const dataDir = await folder()
    const { url } = await start({ dataDir, mode: 'auto' })
    const namespace = await readlink(`/proc/${await postmasterOf(dataDir)}/ns/user`)
    expect(namespace).not.toBe(await readlink('/proc/self/ns/user'))
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('PostgreSQL runs as nobody where there are none', async () => {
    const dataDir = await folder()
    const { url } = await start({ dataDir, mode: 'copy' })
    expect((await stat(`/proc/${await postmasterOf(dataDir)}`)).uid).toBe(nobody)
    expect((await stat(join(dataDir, 'postgres', 'PG_VERSION'))).uid).toBe(nobody)
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('going from one way to the other and back keeps the rows', async () => {
    const dataDir = await folder()
    const modes = hasNamespaces ? (['userns', 'copy', 'userns'] as const) : (['copy', 'copy'] as const)
    for (const [round, mode] of modes.entries()) {
      const server = await start({ dataDir, mode })
      await ask(server.url, 'create table if not exists rounds (round int)')
      await ask(server.url, `insert into rounds values (${round})`)
      expect(await ask(server.url, 'select count(*)::int as rounds from rounds')).toEqual([
        { rounds: round + 1 },
      ])
      await server.stop()
    }
  })

  test('under a closed home, data and binaries move to a place nobody can reach, and the link tells where', async () => {
    const home = await folder()
    const outsideDir = await folder()
    const dataDir = join(home, 'data')
    if (hasNamespaces) {
      const before = await start({ dataDir, mode: 'userns' })
      await ask(before.url, `create table notes as select 'kept' as word`)
      await before.stop()
    }
    const { nativeDir } = await packageWithoutLinks(home)
    for (const name of ['bin', 'lib', 'share']) await chmod(join(nativeDir, name), 0o700)
    await chmod(home, 0o700)
    for (const round of [1, 2]) {
      const server = await start({ dataDir, mode: 'copy', nativeDir, outsideDir })
      if (!hasNamespaces && round === 1) await ask(server.url, `create table notes as select 'kept' as word`)
      expect(await ask(server.url, 'select word from notes')).toEqual([{ word: 'kept' }])
      await server.stop()
    }
    expect((await readlink(join(dataDir, 'postgres'))).startsWith(outsideDir)).toBe(true)
    expect(await readdir(dataDir)).toEqual(
      expect.arrayContaining(['postgres', 'postgres.log', 'postgres.password']),
    )
  })

  test('a closed home with nowhere else to go is told in words', async () => {
    const home = await folder()
    await mkdir(join(home, 'data'))
    await chmod(home, 0o700)
    const refused = startEmbedded({
      dataDir: join(home, 'data'),
      mode: 'copy',
      outsideDir: join(home, 'elsewhere'),
    })
    await expect(refused).rejects.toThrow(/reaches neither .* choose a data folder/)
  })

  test('without a change of user, the refusal is PostgreSQL’s own', async () => {
    await expect(startEmbedded({ dataDir: await folder(), mode: 'direct' })).rejects.toThrow(
      /cannot be run as root/,
    )
  })
})

describe('as an ordinary user', { timeout: 60_000 }, () => {
  const user = isRoot ? nobody : undefined
  const cannot = isRoot && !nobodyCanRunUs()
  const reason = '(needs a checkout that an ordinary user can read)'

  test.skipIf(cannot)(`PostgreSQL starts, answers, and ends with Node ${reason}`, async () => {
    const home = await folder(user)
    const dataDir = join(home, 'data')
    const node = inAnotherNode({ dataDir }, { home, ...(user ? { uid: user } : {}) })
    const { url } = await node.ready
    const pid = await postmasterOf(dataDir)
    expect((await stat(`/proc/${pid}`)).uid).toBe(user ?? process.geteuid?.())
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }])
    await node.kill()
    await ended(pid)
  })

  test.skipIf(cannot)(
    `a read-only package without its links is copied beside the data ${reason}`,
    async () => {
      const home = await folder(user)
      const { nativeDir, links } = await packageWithoutLinks(await folder())
      const lib = join(nativeDir, 'lib')
      await chmod(lib, 0o555)
      later(() => chmod(lib, 0o755))
      const dataDir = join(home, 'data')
      const node = inAnotherNode({ dataDir, nativeDir }, { home, ...(user ? { uid: user } : {}) })
      const { url } = await node.ready
      const pid = await postmasterOf(dataDir)
      expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }])
      expect((await readdir(dataDir)).some(name => name.startsWith('postgres-binaries-'))).toBe(true)
      await expect(lstat(links[0]!)).rejects.toThrow('ENOENT')
      await node.kill()
      await ended(pid)
    },
  )
})

test('links that a blocked postinstall left out are made', { timeout: 60_000 }, async () => {
  const { nativeDir, links } = await packageWithoutLinks(await folder())
  const { url } = await start({ dataDir: await folder(), nativeDir })
  expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }])
  for (const link of links) expect((await lstat(link)).isSymbolicLink()).toBe(true)
})
