/** Keys wrapped by a Vault, over HTTP. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { startVaultFake, type VaultFake } from '../../test/fakes/vault.ts'
import { secretKey } from '../../test/secret-key.ts'
import { ConfigError, readConfig } from '../config.ts'
import { openSecrets } from './open-secrets.ts'
import { rotateKeys } from './rotate.ts'
import { addRouter, placeOf, routerSecrets } from './trial-keys.ts'

const token = 'hvs.trial'
let database: TestDatabase
let tenantId: string
let vault: VaultFake
let closes: (() => Promise<void>)[]

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  // Each test has a Vault of its own, which cannot open what another test's wrapped.
  const owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
  await owner.query('TRUNCATE tenant_keys')
  await owner.end()
  tenantId = await database.tenant()
  vault = await startVaultFake({ token, transitKeys: ['trunkline', 'another'] })
  closes = [vault.stop]
})
afterEach(async () => {
  for (const close of closes.reverse()) await close()
})

/** A process with these settings. */
async function start(more: Record<string, string | undefined> = {}) {
  const env = { VAULT_ADDR: vault.url, VAULT_TOKEN: token, VAULT_TRANSIT_KEY: 'trunkline', ...more }
  const opened = await openSecrets({ config: readConfig(env), secretKey, ownerUrl: database.ownerUrl })
  closes.push(opened.close)
  return opened.secrets
}

const operations = () => vault.ledger.map(({ operation, path, boundTo }) => `${operation} ${path} ${boundTo}`)

describe('a tenant’s key wrapped by Vault', () => {
  it('is asked for once per process, tied to tenant and version', async () => {
    const secrets = await start()
    const place = placeOf(tenantId)
    const sealed = await secrets.seal(place, 'x')
    for (let n = 0; n < 5; n++) expect(await secrets.open(place, sealed)).toBe('x')
    expect(operations()).toEqual([
      `encrypt transit/encrypt/trunkline ${tenantId}|1`,
      `decrypt transit/decrypt/trunkline ${tenantId}|1`,
    ])
    const { rows } = await database.db.withTenant(tenantId, tx =>
      tx.query('SELECT wrapped_by, wrapped FROM tenant_keys'),
    )
    expect(rows).toEqual([{ wrapped_by: 'vault:trunkline', wrapped: expect.stringMatching(/^vault:v1:/) }])
  })

  it('goes on working while Vault is away; what is not in memory is refused in words', async () => {
    const secrets = await start()
    const place = placeOf(tenantId)
    const sealed = await secrets.seal(place, 'x')
    await vault.stop()
    expect(await secrets.open(place, sealed)).toBe('x')
    expect(await secrets.open(place, await secrets.seal(place, 'y'))).toBe('y')
    const other = await database.tenant()
    await expect(secrets.seal(placeOf(other), 'z')).rejects.toThrow(/Vault at .* does not answer/)
  })

  it('does not open in another tenant’s row', async () => {
    const secrets = await start()
    await secrets.seal(placeOf(tenantId), 'x')
    const thief = await database.tenant()
    const { rows } = await database.db.withTenant(tenantId, tx =>
      tx.query('SELECT version, wrapped_by, wrapped FROM tenant_keys'),
    )
    const copy = [rows[0]?.version, rows[0]?.wrapped_by, rows[0]?.wrapped]
    await database.db.withTenant(thief, tx =>
      tx.query('INSERT INTO tenant_keys (version, wrapped_by, wrapped) VALUES ($1, $2, $3)', copy),
    )
    await expect(secrets.seal(placeOf(thief), 'x')).rejects.toThrow('message authentication failed')
  })

  it('takes over from SECRET_KEY by rotation, and hands back', async () => {
    const local = await start({ VAULT_TRANSIT_KEY: undefined })
    const id = await addRouter(database.db, local, tenantId, 'x')
    const wrappers = async () =>
      (
        await database.db.withTenant(tenantId, tx =>
          tx.query(`SELECT DISTINCT split_part(wrapped_by, ':', 1) AS by FROM tenant_keys`),
        )
      ).rows.map(row => row.by)
    expect(await wrappers()).toEqual(['local'])
    for (const [transit, by] of [
      ['another', 'vault'],
      [undefined, 'local'],
    ] as const) {
      const secrets = await start({ VAULT_TRANSIT_KEY: transit })
      await rotateKeys({ db: database.db, secrets }, [tenantId], () => {})
      expect(await wrappers()).toEqual([by])
      const sealed = (await routerSecrets(database.db, tenantId)).get(id) ?? ''
      expect(await (await start({ VAULT_TRANSIT_KEY: transit })).open(placeOf(tenantId, id), sealed)).toBe(
        'x',
      )
    }
  })

  it('may be reached with a token that an agent renews in a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trunkline-vault-'))
    closes.push(() => rm(folder, { recursive: true, force: true }))
    const path = join(folder, 'token')
    await writeFile(path, `${token}\n`)
    const secrets = await start({ VAULT_TOKEN: undefined, VAULT_TOKEN_FILE: path })
    await secrets.seal(placeOf(tenantId), 'x')
    vault.setToken('hvs.renewed')
    const other = await database.tenant()
    await expect(secrets.seal(placeOf(other), 'x')).rejects.toThrow('refuses this token')
    await writeFile(path, 'hvs.renewed')
    expect(await secrets.seal(placeOf(other), 'x')).toMatch(/^v2\.1\./)
    await rm(path)
    await expect(secrets.seal(placeOf(await database.tenant()), 'x')).rejects.toThrow('VAULT_TOKEN_FILE')
  })
})

describe('a start', () => {
  const refusal = async (more: Record<string, string | undefined>): Promise<string> => {
    const error = await start(more).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    if (error === null) return 'started'
    expect(error).toBeInstanceOf(ConfigError)
    return (error as Error).message
  }

  it('is refused in words while stored keys cannot be unwrapped', async () => {
    await (await start()).seal(placeOf(tenantId), 'x')
    expect(await refusal({ VAULT_TOKEN: 'wrong' })).toContain('refuses this token')
    expect(await refusal({ VAULT_ADDR: undefined, VAULT_TRANSIT_KEY: undefined })).toContain('set VAULT_ADDR')
    vault.setSealed(true)
    expect(await refusal({})).toContain('sealed')
    vault.setSealed(false)
    expect(await refusal({})).toBe('started')
    await vault.stop()
    expect(await refusal({})).toContain('does not answer')
  })

  it('with a transit key that is not there says so when the first key is made', async () => {
    const secrets = await start({ VAULT_TRANSIT_KEY: 'nobody-made-it' })
    await expect(secrets.seal(placeOf(tenantId), 'x')).rejects.toThrow('transit/encrypt/nobody-made-it')
    const { rows } = await database.db.withTenant(tenantId, tx => tx.query('SELECT 1 FROM tenant_keys'))
    expect(rows).toEqual([])
  })

  it('with another SECRET_KEY than the data was sealed with is refused', async () => {
    const plain = { VAULT_ADDR: undefined, VAULT_TRANSIT_KEY: undefined }
    await (await start(plain)).seal(placeOf(tenantId), 'x')
    // The stored wrapping names another key, as it would under a wrong SECRET_KEY.
    await database.db.withTenant(tenantId, tx =>
      tx.query(`UPDATE tenant_keys SET wrapped_by = 'local:01234567'`),
    )
    expect(await refusal(plain)).toContain('which is not the SECRET_KEY given')
    await database.db.withTenant(tenantId, tx => tx.query(`UPDATE tenant_keys SET wrapped = wrapped || 'A'`))
    expect(await refusal({ ...plain, SECRET_KEY_OLD: '33'.repeat(32) })).toContain('SECRET_KEY')
  })
})
