import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Program, programPorts, runProgram } from '../program.ts'

let folder: string
const running: Program[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trunkline-start-'))
})
afterAll(async () => {
  for (const program of running) if (program.child.exitCode === null) await program.stop()
  await rm(folder, { recursive: true, force: true })
})

function run(env: Record<string, string>, args: string[] = []): Program {
  const program = runProgram(env, args)
  running.push(program)
  return program
}

async function signIn(program: Program, email: string, password: string): Promise<string> {
  const answer = await fetch(`${program.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: program.url },
    body: JSON.stringify({ email, password }),
  })
  expect(answer.status).toBe(200)
  return answer.headers
    .getSetCookie()
    .map(cookie => cookie.split(';')[0])
    .join('; ')
}

type Answer = { items: { id: string }[]; demo: boolean }

const get = async (program: Program, cookie: string, path: string) =>
  (await (await fetch(`${program.url}${path}`, { headers: { cookie } })).json()) as Answer

describe('the demo', { timeout: 120_000 }, () => {
  it('comes up, survives kill -9 with everything in it, and tells a second start where the first is', async () => {
    const env = { DATA_DIR: join(folder, 'demo'), ...(await programPorts()) }
    const first = run(env)
    await first.says(/Stop {5}Ctrl-C/)
    expect(first.output()).toContain(`Open     ${first.url}`)
    const cookie = await signIn(first, 'aisha@fernhill.example', 'demo-fernhill')
    const before = await get(first, cookie, '/api/conversations')
    expect(before.items.length).toBeGreaterThan(8)

    const second = run({ ...env, ...(await programPorts()) })
    expect(await second.ended()).toBe(1)
    expect(second.output()).toContain(
      `already running from ${env.DATA_DIR} (process ${first.child.pid}): ${first.url}`,
    )

    await first.stop('SIGKILL')
    const again = run(env)
    await again.says(/Stop {5}Ctrl-C/)
    // The session lives in the database and the key in the folder: the browser stays signed in.
    const after = await get(again, cookie, '/api/conversations')
    expect(after.items.map(row => row.id)).toEqual(before.items.map(row => row.id))
    await again.stop()

    const empty = run(env, ['--empty'])
    expect(await empty.ended()).toBe(1)
    expect(empty.output()).toContain('This database holds the demo')
  })
})

describe('something in the way', { timeout: 60_000 }, () => {
  it('a taken port is named, with the way out', async () => {
    const ports = await programPorts()
    const other = createServer().listen(Number(ports.PORT), '127.0.0.1')
    const program = run({ DATA_DIR: join(folder, 'taken'), ...ports })
    expect(await program.ended()).toBe(1)
    expect(program.output()).toContain(`Port ${ports.PORT}/tcp is taken`)
    expect(program.output()).toContain('PORT=')
    other.close()
  })

  it('a data folder of another PostgreSQL is refused and left alone', async () => {
    const dataDir = join(folder, 'other-version')
    await mkdir(join(dataDir, 'postgres'), { recursive: true, mode: 0o700 })
    await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '15\n')
    const program = run({ DATA_DIR: dataDir, ...(await programPorts()) })
    expect(await program.ended()).toBe(1)
    expect(program.output()).toContain('15')
    expect(await readFile(join(dataDir, 'postgres', 'PG_VERSION'), 'utf8')).toBe('15\n')
  })

  it('settings that cannot be used are named one by one', async () => {
    const program = run({ PORT: 'many', ROLES: 'web,cook', DATA_DIR: join(folder, 'bad') })
    expect(await program.ended()).toBe(1)
    expect(program.output()).toMatch(/PORT: /)
    expect(program.output()).toMatch(/ROLES/)
  })

  it('a database that cannot be reached is named as such', async () => {
    const ports = await programPorts()
    const program = run({
      DATABASE_URL: `postgres://me@127.0.0.1:${ports.PORT}/desk`,
      ...(await programPorts()),
      DATA_DIR: join(folder, 'outside'),
    })
    expect(await program.ended()).toBe(1)
    expect(program.output()).toContain('DATABASE_URL cannot be used: nobody listens there.')
  })

  it('production refuses to start without a key and an https address', async () => {
    const program = run({ NODE_ENV: 'production', DATA_DIR: join(folder, 'production') })
    expect(await program.ended()).toBe(1)
    expect(program.output()).toContain('SECRET_KEY is not set')
    expect(program.output()).toContain('PUBLIC_URL is not set')
  })
})

describe('starting for real', { timeout: 120_000 }, () => {
  it('without the demo there is one owner with a password of their own, and no simulator', async () => {
    const env = { DATA_DIR: join(folder, 'empty'), ...(await programPorts()) }
    const program = run(env, ['--empty'])
    await program.says(/Stop {5}Ctrl-C/)
    const [, email = '', password = ''] =
      program.output().match(/Sign in {2}(\S+) {2}(\S+) {2}\(owner\)/) ?? []
    const cookie = await signIn(program, email, password)
    expect((await get(program, cookie, '/api/me')).demo).toBe(false)
    expect((await get(program, cookie, '/api/conversations')).items).toEqual([])
    expect((await fetch(`${program.url}/api/demo/people`, { headers: { cookie } })).status).toBe(404)
    expect(await (await fetch(`${program.url}/api/sign-in`)).json()).toMatchObject({ demo: null })
    await program.stop()
    const again = run(env)
    await again.says(/Stop {5}Ctrl-C/)
    expect(again.output()).not.toContain('(owner)')
    await again.stop()
  })

  it('in production nothing of the demo exists', async () => {
    const env = {
      NODE_ENV: 'production',
      SECRET_KEY: 'ab'.repeat(32),
      PUBLIC_URL: 'https://support.isp.example',
      DATA_DIR: join(folder, 'production-start'),
      ...(await programPorts()),
    }
    const program = run(env)
    await program.says(/Stop {5}Ctrl-C/)
    expect((await fetch(`${program.url}/api/demo/people`)).status).toBe(404)
    expect(program.output()).not.toContain('fernhill')
    await program.stop()
  })
})
