import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { createLog } from '../../platform/log.ts'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { startForgetting } from './forget-answers.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

it('the first round runs at the start, for every tenant, and leaves the answers of the last day', async () => {
  const { db } = database
  const tenants = [await database.tenant('One'), await database.tenant('Two')]
  for (const tenantId of tenants) {
    const memberId = newId()
    await db.withTenant(tenantId, async tx => {
      await tx.query(
        `INSERT INTO members (id, user_id, name, email, role) VALUES ($1, 'u', 'Thandi', 't@isp.example', 'agent')`,
        [memberId],
      )
      await tx.query(
        `INSERT INTO idempotency_keys (member_id, key, route, fingerprint, created_at)
         SELECT $1, key, 'post /api/x', 'f', now() - age FROM (VALUES ('old', interval '25 hours'), ('young', interval '23 hours')) v(key, age)`,
        [memberId],
      )
    })
  }
  await startForgetting({ db, log: createLog('silent') }).stop()
  for (const tenantId of tenants) {
    const { rows } = await db.withTenant(tenantId, tx => tx.query('SELECT key FROM idempotency_keys'))
    expect(rows).toEqual([{ key: 'young' }])
  }
})
