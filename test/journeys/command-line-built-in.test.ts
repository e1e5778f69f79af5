import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signIn } from '../command-line.ts'
import { programPorts, runProgram } from '../program.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trunkline-cli-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('with the built-in database', { timeout: 240_000 }, () => {
  const main = fileURLToPath(new URL('../../hub/cli/main.ts', import.meta.url))

  function program(
    env: Record<string, string>,
    words: string[],
    input = '',
  ): Promise<{ code: number; out: string }> {
    return new Promise(resolve => {
      const child = execFile(
        process.execPath,
        ['--import', 'tsx', main, ...words],
        { env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env } },
        (error, stdout, stderr) =>
          resolve({ code: error ? Number(error.code) : 0, out: `${stdout}${stderr}` }),
      )
      child.stdin?.end(input)
    })
  }

  it('commands start it for themselves, and use it as it is while Trunkline runs', async () => {
    const env = { DATA_DIR: join(folder, 'built-in'), ...(await programPorts()) }
    expect(await program(env, ['tenant', 'list'])).toMatchObject({ code: 1 })
    expect(await program(env, ['migrate'])).toEqual({ code: 0, out: 'The database is up to date.\n' })
    expect((await program(env, ['tenant', 'create', '--name', 'Baobab Net'])).code).toBe(0)
    const words = [
      'create-admin',
      '--tenant',
      'baobab-net',
      '--email',
      'sipho@baobab.example',
      '--name',
      'Sipho',
    ]
    const made = await program(env, [...words, '--owner', '--password-stdin'], 'quiet river stones\n')
    expect(made).toMatchObject({ code: 0, out: expect.stringContaining('owner of Baobab Net') })
    const running = runProgram(env)
    await running.says(/Stop {5}Ctrl-C/)
    expect(await signIn(running.url, 'sipho@baobab.example', 'quiet river stones')).toBe(200)
    const verified = await program(env, ['audit', 'verify'])
    expect(verified).toMatchObject({ code: 0, out: expect.stringContaining('Baobab Net: ') })
    expect((await program(env, ['doctor'])).out).toContain('Trunkline answers on')
    expect((await fetch(`${running.url}/livez`)).status).toBe(200)
    await running.stop()
    const heads = await readFile(join(env.DATA_DIR, 'audit-heads.log'), 'utf8')
    expect(heads.trim().split('\n')).toHaveLength(1)
    expect((await program(env, ['audit', 'verify'])).code).toBe(0)
  })
})
