import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startVaultFake } from '../../test/fakes/vault.ts'
import { ConfigError, readConfig } from '../config.ts'
import { installationKey } from './installation-key.ts'
import { vaultOf } from './vault-of.ts'

const key = '6b'.repeat(32)
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trunkline-key-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const keyOf = async (env: Record<string, string>) =>
  installationKey(readConfig({ DATA_DIR: join(folder, 'data'), ...env }))

const refusal = async (env: Record<string, string>): Promise<string> => {
  const error = await keyOf(env).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ConfigError)
  return (error as Error).message
}

async function keyFile(text: string, mode = 0o400): Promise<string> {
  const path = join(folder, 'key')
  await writeFile(path, text)
  await chmod(path, mode)
  return path
}

describe('SECRET_KEY', () => {
  it('comes from the environment', async () => {
    expect(await keyOf({ SECRET_KEY: key })).toBe(key)
  })

  it('comes from a file that only its owner may read', async () => {
    expect(await keyOf({ SECRET_KEY_FILE: await keyFile(`${key}\n`) })).toBe(key)
  })

  it.each([0o440, 0o404, 0o640, 0o644, 0o660, 0o777])('is refused from a file of mode %o', async mode => {
    const words = await refusal({ SECRET_KEY_FILE: await keyFile(key, mode) })
    expect(words).toContain(`mode ${mode.toString(8)}`)
    expect(words).toContain('chmod 400')
    expect(words).not.toContain(key)
  })

  it('is refused from a file that is not there or holds something else', async () => {
    expect(await refusal({ SECRET_KEY_FILE: join(folder, 'nowhere') })).toContain('ENOENT')
    const words = await refusal({ SECRET_KEY_FILE: await keyFile('hunter2') })
    expect(words).toContain('64 hexadecimal digits')
    expect(words).not.toContain('hunter2')
  })

  it('is refused from two places at once', async () => {
    const SECRET_KEY_FILE = await keyFile(key)
    expect(await refusal({ SECRET_KEY: key, SECRET_KEY_FILE })).toContain('both set')
  })

  it('is made once and kept for its owner only, outside production', async () => {
    const made = await keyOf({})
    expect(made).toMatch(/^[0-9a-f]{64}$/)
    expect(await keyOf({})).toBe(made)
    const path = join(folder, 'data', 'secret.key')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    await writeFile(path, 'rubbish')
    expect(await refusal({})).toContain('does not hold a key')
  })

  it('in production is never made, and may come from a file', async () => {
    const production = { NODE_ENV: 'production', PUBLIC_URL: 'https://desk.example' }
    expect(await refusal(production)).toContain('SECRET_KEY is not set')
    expect(await keyOf({ ...production, SECRET_KEY_FILE: await keyFile(key) })).toBe(key)
  })

  it('as a former key must be one too', async () => {
    expect(await refusal({ SECRET_KEY_OLD: `${key}, short` })).toContain('SECRET_KEY_OLD')
    expect(readConfig({ SECRET_KEY_OLD: `${key}, ${key},` }).SECRET_KEY_OLD).toEqual([key, key])
  })
})

describe('SECRET_KEY in a Vault', () => {
  const token = 'hvs.trial'
  const path = 'secret/data/trunkline'

  it('is read from a key-value secret', async () => {
    const vault = await startVaultFake({ token, secrets: { [path]: { secret_key: key } } })
    const env = { VAULT_ADDR: `${vault.url}/`, VAULT_TOKEN: token, VAULT_SECRET: path }
    expect(await keyOf(env)).toBe(key)
    expect(vault.ledger).toMatchObject([{ operation: 'read', path }])
    expect(await keyOf({ ...env, SECRET_KEY: '7c'.repeat(32) })).toBe('7c'.repeat(32))
    await vault.stop()
  })

  it('is refused in words when it cannot be read', async () => {
    const vault = await startVaultFake({ token, secrets: { [path]: { secret_key: 'short' } } })
    const env = { VAULT_ADDR: vault.url, VAULT_TOKEN: token, VAULT_SECRET: path }
    expect(await refusal(env)).toContain('field secret_key')
    expect(await refusal({ ...env, VAULT_SECRET: 'secret/data/other' })).toContain(
      'nothing at secret/data/other',
    )
    expect(await refusal({ ...env, VAULT_TOKEN: 'wrong' })).toContain('refuses this token')
    vault.setSealed(true)
    expect(await refusal(env)).toContain('unseal it')
    await vault.stop()
    expect(await refusal(env)).toContain('does not answer')
    expect(await refusal({ ...env, VAULT_SECRET: 'secret/trunkline' })).toContain('VAULT_SECRET')
    expect(await refusal({ VAULT_SECRET: path })).toContain('VAULT_ADDR')
    expect(await refusal({ VAULT_ADDR: vault.url, VAULT_SECRET: path })).toContain('VAULT_TOKEN')
  })

  it('is not asked for in the clear across a network in production', () => {
    const production = { NODE_ENV: 'production', PUBLIC_URL: 'https://desk.example', VAULT_SECRET: path }
    const of = (VAULT_ADDR: string) => vaultOf(readConfig({ ...production, VAULT_ADDR, VAULT_TOKEN: token }))
    expect(() => of('http://vault.example:8200')).toThrow('not https')
    expect(of('https://vault.example:8200')).toBeDefined()
    expect(of('http://127.0.0.1:8200')).toBeDefined()
  })
})
