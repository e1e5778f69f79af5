import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDb } from '../../db/client.ts'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { secretKey } from '../../test/secret-key.ts'
import { SecretsFailure } from './failure.ts'
import { createKeyRing } from './key-ring.ts'
import { createSecrets } from './secrets.ts'
import { counted, placeOf, sealFirstFormat } from './trial-keys.ts'

const otherKey = '22'.repeat(32)
let database: TestDatabase
let tenantId: string

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  tenantId = await database.tenant()
})

/** Each is a process: it remembers only what it looked up itself. */
const process = (key = secretKey) => createSecrets({ secretKey: key, db: database.db })

describe('a sealed value', () => {
  it('comes back as it was, in the process that sealed it and in another', async () => {
    const place = placeOf(tenantId)
    const secrets = process()
    for (const clear of ['', 'geheim ✓', 'x'.repeat(10_000)]) {
      const sealed = await secrets.seal(place, clear)
      expect(sealed).toMatch(/^v2\.1\.[\w-]{16}\.[\w-]+$/)
      if (clear) expect(sealed).not.toContain(clear)
      expect(await secrets.open(place, sealed)).toBe(clear)
      expect(await process().open(place, sealed)).toBe(clear)
    }
  })

  it('is never the same twice', async () => {
    const secrets = process()
    const place = placeOf(tenantId)
    expect(await secrets.seal(place, 'x')).not.toBe(await secrets.seal(place, 'x'))
  })

  it('cannot be read in another row, column, table or tenant', async () => {
    const secrets = process()
    const other = await database.tenant()
    const place = placeOf(tenantId)
    const sealed = await secrets.seal(place, 'x')
    // The other tenant has a key of that version too.
    await secrets.seal(placeOf(other), 'x')
    const moves = [
      { id: placeOf(tenantId).id },
      { table: 'webhooks' },
      { table: 'inboxes', column: 'settings' },
      { column: 'name' },
      { tenantId: other },
    ]
    for (const move of moves) {
      await expect(secrets.open({ ...place, ...move }, sealed)).rejects.toThrow(SecretsFailure)
    }
  })

  it('is refused after any single bit of its text was flipped, or a part of it was cut or added', async () => {
    const secrets = process()
    const place = placeOf(tenantId)
    // Four lengths: the last character of base64url has spare bits in two of three.
    for (const clear of ['', 'a', 'ab', 'abc']) {
      const sealed = await secrets.seal(place, clear)
      const bytes = Buffer.from(sealed)
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const flipped = Buffer.from(bytes)
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        await expect(secrets.open(place, flipped.toString('latin1')), `bit ${bit}`).rejects.toThrow(
          SecretsFailure,
        )
      }
      for (const changed of [
        sealed.slice(0, -1),
        sealed.slice(0, -6),
        `${sealed}A`,
        `${sealed}=`,
        `${sealed}.`,
      ]) {
        await expect(secrets.open(place, changed), changed).rejects.toThrow(SecretsFailure)
      }
    }
  })

  it('that was never sealed is refused in words, without the value', async () => {
    await process().seal(placeOf(tenantId), 'x')
    for (const text of ['', 'in the clear', 'v1.moved.elsewhere', 'v2.1.short', 'v3.1.a.b']) {
      const refusal = await process()
        .open(placeOf(tenantId), text)
        .catch(error => error)
      expect(refusal).toBeInstanceOf(SecretsFailure)
      expect(refusal.message).toContain('nas.secret')
      if (text) expect(refusal.message).not.toContain(text)
    }
  })

  it('has a column that rotation knows, or is not made', async () => {
    const place = { ...placeOf(tenantId), table: 'contacts', column: 'name' }
    await expect(process().seal(place, 'x')).rejects.toThrow('sealed-columns.ts')
  })
})

describe('the wrong SECRET_KEY', () => {
  it('opens nothing, seals nothing, and says what to do', async () => {
    const place = placeOf(tenantId)
    const sealed = await process().seal(place, 'x')
    const wrong = process(otherKey)
    await expect(wrong.open(place, sealed)).rejects.toThrow('SECRET_KEY_OLD')
    await expect(wrong.seal(place, 'y')).rejects.toThrow('SECRET_KEY_OLD')
    const moved = sealFirstFormat(secretKey, place, 'x')
    await expect(wrong.open(place, moved)).rejects.toThrow(SecretsFailure)
  })

  it('is no hindrance when the former one is named as such', async () => {
    const place = placeOf(tenantId)
    const sealed = await process().seal(place, 'x')
    const first = sealFirstFormat(secretKey, place, 'older still')
    const ring = createKeyRing({ secretKey: otherKey, oldKeys: ['33'.repeat(32), secretKey] })
    const changed = createSecrets({ secretKey: otherKey, ring, db: database.db })
    expect(await changed.open(place, sealed)).toBe('x')
    expect(await changed.open(place, first)).toBe('older still')
  })

  it('cannot be got around with another tenant’s wrapped key', async () => {
    const other = await database.tenant()
    const secrets = process()
    const place = placeOf(tenantId)
    const sealed = await secrets.seal(place, 'x')
    await secrets.seal(placeOf(other), 'x')
    const { rows } = await database.db.withTenant(other, tx => tx.query('SELECT wrapped FROM tenant_keys'))
    await database.db.withTenant(tenantId, tx =>
      tx.query('UPDATE tenant_keys SET wrapped = $1', [rows[0]?.wrapped]),
    )
    await expect(process().open(place, sealed)).rejects.toThrow('its row was changed or moved')
  })
})

describe('a value of the first releases', () => {
  it('is still readable, in its own place only', async () => {
    const place = placeOf(tenantId)
    const sealed = sealFirstFormat(secretKey, place, 'from before')
    expect(await process().open(place, sealed)).toBe('from before')
    await expect(process().open({ ...place, column: 'name' }, sealed)).rejects.toThrow(SecretsFailure)
    // A tag of four bytes would be guessable.
    const [, iv = '', body = ''] = sealed.split('.')
    const short = Buffer.from(body, 'base64url').subarray(0, -12).toString('base64url')
    await expect(process().open(place, `v1.${iv}.${short}`)).rejects.toThrow(SecretsFailure)
  })
})

describe('the keys of tenants', () => {
  it('are made once, also when several processes need the first at the same time', async () => {
    const processes = Array.from({ length: 6 }, () => process())
    const place = placeOf(tenantId)
    const sealed = await Promise.all(processes.map((secrets, n) => secrets.seal(place, `value ${n}`)))
    for (const secrets of processes) {
      const opened = await Promise.all(sealed.map(value => secrets.open(place, value)))
      expect(opened).toEqual(sealed.map((_, n) => `value ${n}`))
    }
    const { rows } = await database.db.withTenant(tenantId, tx =>
      tx.query('SELECT version, wrapped_by, retired_at FROM tenant_keys'),
    )
    expect(rows).toEqual([
      { version: 1, wrapped_by: expect.stringMatching(/^local:[0-9a-f]{8}$/), retired_at: null },
    ])
  })

  it('cost no query once they are known', async () => {
    const db = counted(database.db)
    const secrets = createSecrets({ secretKey, db })
    const place = placeOf(tenantId)
    const sealed = await process().seal(place, 'x')
    expect(await secrets.open(place, sealed)).toBe('x')
    const before = db.transactions
    for (let n = 0; n < 1_000; n++) await secrets.open(place, sealed)
    expect(db.transactions).toBe(before)
    expect(before).toBe(1)
  })

  it('do not wait for connections that those who seal are holding', async () => {
    const { ownerUrl, rolePassword } = database
    const tight = openDb(ownerUrl, rolePassword, { max: 1 })
    const keys = openDb(ownerUrl, rolePassword, { max: 1 })
    const secrets = createSecrets({ secretKey, db: keys })
    try {
      const tenants = await Promise.all(Array.from({ length: 5 }, () => database.tenant()))
      const sealed = await Promise.all(
        tenants.map(each => tight.withTenant(each, () => secrets.seal(placeOf(each), each))),
      )
      expect(new Set(sealed).size).toBe(5)
    } finally {
      await Promise.all([tight.close(), keys.close()])
    }
  })

  it('are nothing the platform role or another tenant can read', async () => {
    await process().seal(placeOf(tenantId), 'x')
    await expect(database.db.platform('SELECT wrapped FROM tenant_keys')).rejects.toThrow('permission denied')
    const other = await database.tenant()
    const { rows } = await database.db.withTenant(other, tx => tx.query('SELECT * FROM tenant_keys'))
    expect(rows).toEqual([])
  })
})

describe('keys for other purposes', () => {
  it('are stable for a SECRET_KEY and differ from each other', () => {
    expect(process().derive('sessions')).toBe(process().derive('sessions'))
    expect(process().derive('sessions')).not.toBe(process().derive('database roles'))
    expect(process().derive('sessions')).not.toBe(process(otherKey).derive('sessions'))
  })
})
