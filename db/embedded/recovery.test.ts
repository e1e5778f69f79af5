import { spawn } from 'node:child_process'
import { access, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  ask,
  cleanUp,
  ended,
  folder,
  has,
  inAnotherNode,
  isRoot,
  later,
  postmasterOf,
  start,
} from './trial.ts'

afterEach(cleanUp, 60_000)

const canDieWithParent = has('setpriv', '--pdeathsig', 'INT', 'true')
const patience = { timeout: 30_000, interval: 20 }

/** Inserts 1, 2, 3 ... through reconnects and keeps those whose commit was acknowledged. */
async function writeUntil(url: string, acknowledged: number[], done: () => boolean): Promise<void> {
  let next = 1
  const until = Date.now() + 40_000
  while (!done() && Date.now() < until) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      while (!done()) {
        const id = next++
        await client.query('insert into numbers values ($1)', [id])
        acknowledged.push(id)
      }
    } catch {
      // The server is down for the moment: its return is what the test waits for.
    } finally {
      await client.end().catch(() => {})
    }
  }
}

describe('a postmaster killed with -9', { timeout: 60_000 }, () => {
  test('is started again on the same port, twice if need be, and no acknowledged row is lost', async () => {
    const dataDir = await folder()
    const { url } = await start({ dataDir })
    await ask(url, 'create table numbers (id int primary key)')
    const acknowledged: number[] = []
    let finished = false
    const writing = writeUntil(url, acknowledged, () => finished)
    for (let round = 1; round <= 2; round++) {
      const before = acknowledged.length
      await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(before + 200), patience)
      const pid = await postmasterOf(dataDir)
      process.kill(pid, 'SIGKILL')
      await vi.waitFor(async () => expect(await postmasterOf(dataDir)).not.toBe(pid), patience)
      const atRestart = acknowledged.length
      await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(atRestart + 50), patience)
    }
    finished = true
    await writing
    const kept = new Set((await ask<{ id: number }>(url, 'select id from numbers')).map(row => row.id))
    expect(acknowledged.filter(id => !kept.has(id))).toEqual([])
  })

  test('stays down when stop() comes while it is being restarted', async () => {
    const dataDir = await folder()
    const server = await start({ dataDir })
    process.kill(await postmasterOf(dataDir), 'SIGKILL')
    await server.stop()
    await server.stop()
    await expect(ask(server.url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})

describe('a server that is running already', { timeout: 60_000 }, () => {
  test('is adopted, and left running by the one who adopted it', async () => {
    const dataDir = await folder()
    const owner = await start({ dataDir })
    const guest = await start({ dataDir })
    expect([owner.adopted, guest.adopted]).toEqual([false, true])
    expect(guest.url).toBe(owner.url)
    await guest.stop()
    expect(await ask(owner.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('is started again by the one who adopted it when its owner stops it', async () => {
    const dataDir = await folder()
    const owner = await start({ dataDir })
    await ask(owner.url, `create table notes as select 'kept' as word`)
    const guest = await start({ dataDir })
    await owner.stop()
    await vi.waitFor(() => expect(guest.adopted).toBe(false), patience)
    expect(await ask(guest.url, 'select word from notes')).toEqual([{ word: 'kept' }])
  })

  test('is adopted when its Node was killed and nothing took it down', async () => {
    const dataDir = await folder()
    // A PATH without setpriv is a system without it.
    const node = inAnotherNode({ dataDir, mode: isRoot ? 'copy' : 'direct' }, { path: '/nowhere' })
    const { url } = await node.ready
    const pid = await postmasterOf(dataDir)
    later(() => ended(pid))
    later(() => process.kill(pid, 'SIGINT'))
    await node.kill()
    const guest = await start({ dataDir })
    expect([guest.adopted, guest.url]).toEqual([true, url])
    expect(await postmasterOf(dataDir)).toBe(pid)
  })
})

describe('a Node killed with -9', { timeout: 60_000 }, () => {
  test.skipIf(!canDieWithParent)('takes PostgreSQL down with a clean shutdown (needs setpriv)', async () => {
    const dataDir = await folder()
    const node = inAnotherNode({ dataDir })
    await node.ready
    const pid = await postmasterOf(dataDir)
    await node.kill()
    await ended(pid)
    expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).toMatch(/database system is shut down\s*$/)
    await expect(access(join(dataDir, 'postgres', 'postmaster.pid'))).rejects.toThrow('ENOENT')
  })

  test('is followed at once by another start, which finds every row', async () => {
    const dataDir = await folder()
    const node = inAnotherNode({ dataDir })
    const { url } = await node.ready
    await ask(url, `create table notes as select 'kept' as word`)
    await node.kill()
    const next = await start({ dataDir })
    await vi.waitFor(
      async () => expect(await ask(next.url, 'select word from notes')).toEqual([{ word: 'kept' }]),
      patience,
    )
    expect(next.url).toBe(url)
  })

  test('in the middle of initdb leaves nothing that stops the next start', async () => {
    const dataDir = await folder()
    const node = inAnotherNode({ dataDir })
    const workshop = await vi.waitFor(
      async () => {
        const name = (await readdir(dataDir)).find(entry => entry.startsWith('postgres.new'))
        await access(join(dataDir, name ?? '', 'cluster', 'PG_VERSION'))
        return name
      },
      { timeout: 30_000, interval: 5 },
    )
    await node.kill()
    expect(await readdir(dataDir)).not.toContain('postgres')
    expect(await readdir(dataDir)).toContain(workshop)
    const { url } = await start({ dataDir })
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect((await readdir(dataDir)).filter(name => name.startsWith('postgres.new'))).toEqual([])
  })
})

describe('a stale pid file', { timeout: 60_000 }, () => {
  async function stopLeavingPidFile(dataDir: string, pid: number): Promise<void> {
    const server = await start({ dataDir })
    await ask(server.url, `create table notes as select 'kept' as word`)
    const file = join(dataDir, 'postgres', 'postmaster.pid')
    const text = await readFile(file, 'utf8')
    await server.stop()
    await writeFile(file, text.replace(/^\d+/, String(pid)))
  }

  test('that names a living stranger does not stop the start', async () => {
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 60_000)'], { stdio: 'ignore' })
    later(() => stranger.kill('SIGKILL'))
    const dataDir = await folder()
    await stopLeavingPidFile(dataDir, stranger.pid!)
    const { url, adopted } = await start({ dataDir })
    expect(adopted).toBe(false)
    expect(await ask(url, 'select word from notes')).toEqual([{ word: 'kept' }])
    expect(stranger.exitCode).toBeNull()
  })

  test('that names the PostgreSQL of another data folder does not stop the start', async () => {
    const neighbours = await folder()
    const neighbour = await start({ dataDir: neighbours })
    const dataDir = await folder()
    await stopLeavingPidFile(dataDir, await postmasterOf(neighbours))
    const { url, adopted } = await start({ dataDir })
    expect([adopted, url === neighbour.url]).toEqual([false, false])
    expect(await ask(url, 'select word from notes')).toEqual([{ word: 'kept' }])
  })

  test('that names a process long gone does not stop the start', async () => {
    const dataDir = await folder()
    const gone = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' })
    await new Promise(resolve => gone.once('exit', resolve))
    await stopLeavingPidFile(dataDir, gone.pid!)
    expect(await ask((await start({ dataDir })).url, 'select word from notes')).toEqual([{ word: 'kept' }])
  })
})
