/** New keys under a living database: nothing is lost, nothing is overwritten, and old keys are let go. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Db } from '../../db/client.ts'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { secretKey } from '../../test/secret-key.ts'
import { newId } from '../ids.ts'
import { createKeyRing, localWrapper } from './key-ring.ts'
import { rewrapTenantKeys, rotateKeys, rotateTenantKey } from './rotate.ts'
import { sealedColumns } from './sealed-columns.ts'
import { createSecrets, type Secrets } from './secrets.ts'
import { addRouter, placeOf, routerSecrets, sealFirstFormat } from './trial-keys.ts'

let database: TestDatabase
let db: Db
let tenantId: string
let secrets: Secrets

beforeAll(async () => {
  database = await testDatabase()
  db = database.db
})
afterAll(() => database.close())
beforeEach(async () => {
  tenantId = await database.tenant()
  secrets = createSecrets({ secretKey, db })
})

const otherProcess = () => createSecrets({ secretKey, db })
const versionsInUse = async () => [
  ...new Set(
    [...(await routerSecrets(db, tenantId)).values()].map(each => each.split('.').slice(0, 2).join('.')),
  ),
]
const keyRows = async () =>
  (
    await db.withTenant(tenantId, tx =>
      tx.query(
        'SELECT version, wrapped_by, retired_at IS NOT NULL AS retired FROM tenant_keys ORDER BY version',
      ),
    )
  ).rows
const update = (id: string, sealed: string) =>
  db.withTenant(tenantId, tx => tx.query('UPDATE nas SET secret = $2 WHERE id = $1', [id, sealed]))

describe('rotating a tenant’s key', () => {
  it('seals everything again, more than one batch of it and the oldest format too, and retires the old key', async () => {
    const clear = new Map<string, string>()
    for (let n = 0; n < 230; n++)
      clear.set(await addRouter(db, secrets, tenantId, `secret ${n}`), `secret ${n}`)
    const [oldest = ''] = clear.keys()
    await update(oldest, sealFirstFormat(secretKey, placeOf(tenantId, oldest), 'secret 0'))
    expect(await versionsInUse()).toEqual(['v2.1', expect.stringMatching(/^v1\./)].reverse())

    expect(await rotateTenantKey({ db, secrets }, tenantId)).toEqual({
      version: 2,
      resealed: 230,
      unreadable: [],
    })
    expect(await versionsInUse()).toEqual(['v2.2'])
    const reader = otherProcess()
    for (const [id, sealed] of await routerSecrets(db, tenantId)) {
      expect(await reader.open(placeOf(tenantId, id), sealed)).toBe(clear.get(id))
    }
    expect(await keyRows()).toMatchObject([
      { version: 1, retired: true },
      { version: 2, retired: false },
    ])
    const { rows } = await db.withTenant(tenantId, tx => tx.query('SELECT action FROM audit ORDER BY seq'))
    expect(rows.map(row => row.action)).toEqual(['keys.rotate', 'keys.retire'])
  })

  it('goes through every sealed column', async () => {
    const id = newId()
    const seal = (table: string, column: string) =>
      secrets.seal({ tenantId, table, column, id }, `of ${table}`)
    const rows: [string, unknown[]][] = [
      ['customers (id, number, name) VALUES ($1, $2, $3)', [id, 'C-1', 'Thandi']],
      [
        `plans (id, name, up_kbps, down_kbps, price_minor, currency) VALUES ($1, $2, 1, 1, 1, 'ZAR')`,
        [id, 'P'],
      ],
      ['services (id, customer_id, plan_id) VALUES ($1, $2, $3)', [id, id, id]],
      [
        'logins (id, service_id, customer_id, username, password) VALUES ($1, $2, $3, $4, $5)',
        [id, id, id, 'thandi', await seal('logins', 'password')],
      ],
      [
        'nas (id, name, address, secret) VALUES ($1, $2, $3, $4)',
        [id, 'N', 'n', await seal('nas', 'secret')],
      ],
      [
        `inboxes (id, channel, name, account, hook_key, settings) VALUES ($1, 'sms', 'SMS', 'a', 'h', $2)`,
        [id, await seal('inboxes', 'settings')],
      ],
      [
        `webhooks (id, name, url, secret, events) VALUES ($1, 'W', 'https://isp.example', $2, '{*}')`,
        [id, await seal('webhooks', 'secret')],
      ],
      [`members (id, user_id, name, email, role) VALUES ($1, 'u', 'Thandi', 't@isp.example', 'agent')`, [id]],
      [
        `push_subscriptions (id, member_id, session_id, endpoint, keys) VALUES ($1, $1, 's', 'https://push.example', $2)`,
        [id, await seal('push_subscriptions', 'keys')],
      ],
    ]
    await db.withTenant(tenantId, async tx => {
      for (const [into, values] of rows) await tx.query(`INSERT INTO ${into}`, values)
    })
    expect((await rotateTenantKey({ db, secrets }, tenantId)).resealed).toBe(sealedColumns.length)
    for (const { table, column } of sealedColumns) {
      const stored = await db.withTenant(tenantId, tx => tx.query(`SELECT ${column} AS sealed FROM ${table}`))
      expect(stored.rows[0]?.sealed).toMatch(/^v2\.2\./)
      expect(await otherProcess().open({ tenantId, table, column, id }, stored.rows[0]?.sealed)).toBe(
        `of ${table}`,
      )
    }
  })

  it('loses nothing of what other processes write meanwhile', async () => {
    const writer = otherProcess()
    const ids = await Promise.all(
      Array.from({ length: 40 }, (_, n) => addRouter(db, writer, tenantId, `start ${n}`)),
    )
    const last = new Map(ids.map((id, n) => [id, `start ${n}`]))
    let rotating = true
    let written = 0
    const write = async (mine: string[]) => {
      for (let round = 0; rotating; round++) {
        const id = mine[round % mine.length] ?? ''
        const clear = `round ${round}`
        const sealed = await writer.seal(placeOf(tenantId, id), clear)
        await update(id, sealed)
        last.set(id, clear)
        written++
      }
    }
    const writers = [0, 1, 2, 3].map(part => write(ids.filter((_, n) => n % 4 === part)))
    for (let turn = 0; turn < 4; turn++) await rotateTenantKey({ db, secrets }, tenantId)
    rotating = false
    await Promise.all(writers)
    expect(written).toBeGreaterThan(4)

    const check = async () => {
      const reader = otherProcess()
      for (const [id, sealed] of await routerSecrets(db, tenantId)) {
        expect(await reader.open(placeOf(tenantId, id), sealed)).toBe(last.get(id))
      }
    }
    await check()
    // The writer may have gone on with an older key for some seconds: the next rotation takes those along.
    await rotateTenantKey({ db, secrets }, tenantId)
    expect(await versionsInUse()).toEqual(['v2.6'])
    expect((await keyRows()).map(row => row.retired)).toEqual([true, true, true, true, true, false])
    await check()
  })

  it('by two at once leaves one current key and every value readable', async () => {
    const ids = await Promise.all(
      Array.from({ length: 30 }, (_, n) => addRouter(db, secrets, tenantId, `s ${n}`)),
    )
    await Promise.all([secrets, otherProcess()].map(each => rotateTenantKey({ db, secrets: each }, tenantId)))
    const stored = await routerSecrets(db, tenantId)
    for (const [n, id] of ids.entries()) {
      expect(await otherProcess().open(placeOf(tenantId, id), stored.get(id) ?? '')).toBe(`s ${n}`)
    }
    const keys = await keyRows()
    expect(keys.filter(row => !row.retired)).toHaveLength(1)
    expect(await versionsInUse()).toEqual([`v2.${keys.length}`])
  })

  it('is seen by other processes: they open the new values at once and seal with the new key within seconds', async () => {
    const clock = { seconds: 0, now: () => new Date(clock.seconds * 1_000) }
    const other = createSecrets({ secretKey, db, clock })
    const id = await addRouter(db, other, tenantId, 'x')
    await rotateTenantKey({ db, secrets }, tenantId)
    const sealed = (await routerSecrets(db, tenantId)).get(id) ?? ''
    expect(await other.open(placeOf(tenantId, id), sealed)).toBe('x')
    clock.seconds = 4
    expect(await other.seal(placeOf(tenantId, id), 'y')).toMatch(/^v2\.1\./)
    clock.seconds = 6
    expect(await other.seal(placeOf(tenantId, id), 'y')).toMatch(/^v2\.2\./)
  })

  it('leaves what it cannot open as it is, says so, and keeps the old key', async () => {
    const good = await addRouter(db, secrets, tenantId, 'good')
    const bad = await addRouter(db, secrets, tenantId, 'bad')
    const pasted = (await routerSecrets(db, tenantId)).get(good) ?? ''
    await update(bad, pasted)
    const done = await rotateTenantKey({ db, secrets }, tenantId)
    expect(done).toMatchObject({ resealed: 1, unreadable: [expect.stringContaining(bad)] })
    expect((await routerSecrets(db, tenantId)).get(bad)).toBe(pasted)
    expect(await keyRows()).toMatchObject([{ retired: false }, { retired: false }])
  })
})

describe('a new SECRET_KEY', () => {
  const newKey = '44'.repeat(32)
  const withNewKey = (oldKeys: string[]) =>
    createSecrets({
      secretKey: newKey,
      ring: createKeyRing({ secretKey: newKey, oldKeys }),
      db,
    })

  it('wraps the stored keys anew, after which the former one is not needed and no longer opens', async () => {
    const id = await addRouter(db, secrets, tenantId, 'x')
    await rotateTenantKey({ db, secrets }, tenantId)
    const before = await routerSecrets(db, tenantId)
    expect(await rewrapTenantKeys({ secrets: withNewKey([secretKey]) }, tenantId)).toBe(2)
    expect(await rewrapTenantKeys({ secrets: withNewKey([secretKey]) }, tenantId)).toBe(0)
    expect(await routerSecrets(db, tenantId)).toEqual(before)
    expect((await keyRows()).map(row => row.wrapped_by)).toEqual(Array(2).fill(localWrapper(newKey).name))
    const sealed = before.get(id) ?? ''
    expect(await withNewKey([]).open(placeOf(tenantId, id), sealed)).toBe('x')
    await expect(otherProcess().open(placeOf(tenantId, id), sealed)).rejects.toThrow('SECRET_KEY')
  })

  it('cannot wrap what it cannot open', async () => {
    await addRouter(db, secrets, tenantId, 'x')
    const before = await keyRows()
    await expect(rewrapTenantKeys({ secrets: withNewKey([]) }, tenantId)).rejects.toThrow('SECRET_KEY_OLD')
    expect(await keyRows()).toEqual(before)
  })
})

describe('rotating all tenants', () => {
  it('tells of each in one line, and one that fails holds up no other', async () => {
    const [broken, second] = [tenantId, await database.tenant()]
    await addRouter(db, secrets, broken, 'x')
    await addRouter(db, secrets, second, 'y')
    await db.withTenant(broken, tx => tx.query(`UPDATE tenant_keys SET wrapped_by = 'local:00000000'`))
    const lines: string[] = []
    await expect(
      rotateKeys({ db, secrets: otherProcess() }, [broken, second], line => lines.push(line)),
    ).rejects.toThrow('1 of 2 tenants')
    expect(lines).toEqual([
      expect.stringMatching(`^${broken}: failed: .*SECRET_KEY_OLD`),
      `${second}: key 2, 1 values sealed again, 0 keys rewrapped`,
    ])
    expect(await rotateKeys({ db, secrets: otherProcess() }, [second], () => {})).toEqual({ resealed: 1 })
  })
})
