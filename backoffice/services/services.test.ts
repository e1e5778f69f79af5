import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import { createSecrets, type Secrets } from '../../platform/secrets/index.ts'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { secretKey } from '../../test/secret-key.ts'
import { createCustomer } from '../customers/index.ts'
import { createLogin, createPlan, createService, servicesOf, suspendService } from './index.ts'

let database: TestDatabase
let tenantId: string
let customerId: string
const planId = newId()
let secrets: Secrets

const inTenant = <T>(work: (tx: Tx) => Promise<T>) => database.db.withTenant(tenantId, work)
const plan = { name: 'Fibre 100', downKbps: 100_000, upKbps: 50_000, priceMinor: 73_900n, currency: 'ZAR' }

beforeAll(async () => {
  database = await testDatabase()
  secrets = createSecrets({ secretKey, db: database.db })
  tenantId = await database.tenant()
  await inTenant(tx => createPlan(tx, { id: planId, ...plan }))
})
beforeEach(async () => {
  customerId = (await inTenant(tx => createCustomer(tx, { id: newId(), name: 'Thandi Mokoena' }))).id
})
afterAll(() => database.close())

async function service(startedOn: string | null = '2026-01-05'): Promise<string> {
  const id = newId()
  await inTenant(tx => createService(tx, { id, customerId, planId, address: '4 Mill Road', startedOn }))
  return id
}

const login = (serviceId: string, username: string, password = 'tower-three') => ({
  id: newId(),
  serviceId,
  username,
  password,
})

describe('the services of a customer', () => {
  it('come with plan, price, state and logins', async () => {
    const id = await service()
    const late = login(id, `z-${id}@fernhill`)
    const early = login(id, `a-${id}@fernhill`)
    await inTenant(async tx => {
      await createLogin(tx, secrets.seal, late)
      await createLogin(tx, secrets.seal, early)
    })
    expect((await inTenant(tx => servicesOf(tx, [customerId]))).get(customerId)).toEqual([
      {
        id,
        customerId,
        plan: 'Fibre 100',
        downKbps: 100_000,
        upKbps: 50_000,
        priceMinor: 73_900n,
        currency: 'ZAR',
        status: 'active',
        suspendedReason: null,
        address: '4 Mill Road',
        startedOn: '2026-01-05',
        logins: [
          { id: early.id, username: early.username, disabled: false },
          { id: late.id, username: late.username, disabled: false },
        ],
      },
    ])
  })

  it('are pending until they begin', async () => {
    await service(null)
    const [only] = (await inTenant(tx => servicesOf(tx, [customerId]))).get(customerId) ?? []
    expect(only).toMatchObject({ status: 'pending', startedOn: null, logins: [] })
  })

  it('are invisible to another provider', async () => {
    await service()
    const other = await database.tenant()
    const seen = await database.db.withTenant(other, tx => servicesOf(tx, [customerId]))
    expect(seen.get(customerId)).toEqual([])
  })
})

describe('suspending', () => {
  it('says why, once', async () => {
    const id = await service()
    await inTenant(tx => suspendService(tx, { id, reason: 'unpaid since 2026-02-08' }))
    const [only] = (await inTenant(tx => servicesOf(tx, [customerId]))).get(customerId) ?? []
    expect(only).toMatchObject({ status: 'suspended', suspendedReason: 'unpaid since 2026-02-08' })
    await expect(inTenant(tx => suspendService(tx, { id, reason: 'again' }))).rejects.toMatchObject({
      kind: 'conflict',
    })
    const events = await inTenant(tx =>
      tx.query(`SELECT data FROM events WHERE type = 'service.suspended' AND customer_id = $1`, [customerId]),
    )
    expect(events.rows).toEqual([{ data: { serviceId: id, reason: 'unpaid since 2026-02-08' } }])
  })

  it('needs a reason', async () => {
    const id = await service()
    await expect(inTenant(tx => suspendService(tx, { id, reason: ' ' }))).rejects.toMatchObject({
      kind: 'invalid',
    })
  })
})

describe('a login', () => {
  it('keeps its password sealed in its own row, and out of the events', async () => {
    const input = login(await service(), `thandi-${newId()}@fernhill`, 'tower-three')
    await inTenant(tx => createLogin(tx, secrets.seal, input))
    const { rows } = await inTenant(tx =>
      tx.query<{ password: string }>('SELECT password FROM logins WHERE id = $1', [input.id]),
    )
    const place = { tenantId, table: 'logins', column: 'password', id: input.id }
    expect(rows[0]!.password).not.toContain('tower-three')
    expect(await secrets.open(place, rows[0]!.password)).toBe('tower-three')
    const leaks = await inTenant(tx => tx.query(`SELECT 1 FROM events WHERE data::text LIKE '%tower-three%'`))
    expect(leaks.rowCount).toBe(0)
  })

  it('has a username nobody else has', async () => {
    const id = await service()
    await inTenant(tx => createLogin(tx, secrets.seal, login(id, 'taken@fernhill')))
    await expect(
      inTenant(tx => createLogin(tx, secrets.seal, login(id, 'taken@fernhill'))),
    ).rejects.toMatchObject({ kind: 'conflict' })
  })

  it.each([
    ['no username', '', 'x'],
    ['a username longer than RADIUS carries', 'ü'.repeat(127), 'x'],
    ['a password longer than RADIUS carries', 'a@fernhill', 'x'.repeat(129)],
    ['a NUL in the password', 'a@fernhill', 'a\0b'],
  ])('is refused with %s', async (_words, username, password) => {
    const input = login(await service(), username, password)
    await expect(inTenant(tx => createLogin(tx, secrets.seal, input))).rejects.toMatchObject({
      kind: 'invalid',
    })
  })

  it('needs a service of this provider', async () => {
    const input = login(await service(), 'other@fernhill')
    const other = await database.tenant()
    await expect(
      database.db.withTenant(other, tx => createLogin(tx, secrets.seal, input)),
    ).rejects.toMatchObject({ kind: 'missing' })
  })
})

describe('a plan or service that makes no sense', () => {
  it.each([{ downKbps: 0 }, { upKbps: 1.5 }, { name: ' ' }, { currency: 'r' }])(
    'is refused: %j',
    async more => {
      const input = { id: newId(), ...plan, name: 'Another', ...more }
      await expect(inTenant(tx => createPlan(tx, input))).rejects.toMatchObject({ kind: 'invalid' })
    },
  )

  it('is refused when the plan’s name is in use or the plan does not exist', async () => {
    await expect(inTenant(tx => createPlan(tx, { id: newId(), ...plan }))).rejects.toMatchObject({
      kind: 'conflict',
    })
    const input = { id: newId(), customerId, planId: newId() }
    await expect(inTenant(tx => createService(tx, input))).rejects.toMatchObject({ kind: 'missing' })
  })
})
