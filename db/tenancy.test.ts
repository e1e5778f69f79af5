import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../platform/ids.ts'
import { type TestDatabase, testDatabase } from '../test/database.ts'

let database: TestDatabase
let one: string
let other: string

beforeAll(async () => {
  database = await testDatabase()
  one = await database.tenant()
  other = await database.tenant()
})
afterAll(() => database.close())

const addContact = (tenantId: string, id = newId()) =>
  database.db.withTenant(tenantId, async tx => {
    await tx.query('INSERT INTO contacts (id, name) VALUES ($1, $2)', [id, 'Lindiwe'])
    return id
  })

describe('row-level security', () => {
  it('is forced on every table that has a tenant', async () => {
    const rows = await database.db.withTenant(one, tx =>
      tx.query<{ table: string; on: boolean; forced: boolean; policies: number }>(
        `SELECT c.relname AS table, c.relrowsecurity AS on, c.relforcerowsecurity AS forced,
           (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL) AS policies
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
           AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id')`,
      ),
    )
    expect(rows.rows.length).toBeGreaterThan(20)
    // The owner adds tenants, the platform role changes them and adds to their trail: those are the further policies.
    const more: Record<string, number> = { tenants: 2, audit_heads: 1 }
    const policies = (table: string) => 1 + (more[table] ?? 0)
    for (const row of rows.rows) {
      expect(row, row.table).toMatchObject({ on: true, forced: true, policies: policies(row.table) })
    }
  })

  it('hides rows of another tenant and refuses to write into it', async () => {
    const id = await addContact(one)
    const seen = await database.db.withTenant(other, tx =>
      tx.query('SELECT 1 FROM contacts WHERE id = $1', [id]),
    )
    expect(seen.rowCount).toBe(0)
    await expect(
      database.db.withTenant(other, tx =>
        tx.query('INSERT INTO contacts (tenant_id, id, name) VALUES ($1, $2, $3)', [one, newId(), 'Nobody']),
      ),
    ).rejects.toThrow(/row-level security/)
  })

  it('gives the application no ownership and no way around it', async () => {
    const { rows } = await database.db.withTenant(one, tx =>
      tx.query(
        `SELECT r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb,
           (SELECT count(*) FROM pg_class WHERE relowner = r.oid) AS owned FROM pg_roles r WHERE r.rolname = current_user`,
      ),
    )
    expect(rows[0]).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      owned: 0,
    })
  })

  it('refuses something that is no tenant id before it reaches the database', async () => {
    await expect(database.db.withTenant(`x'; DROP TABLE contacts; --`, async () => 1)).rejects.toThrow(
      'not a tenant id',
    )
  })
})

describe('a transaction', () => {
  it('publishes only after the commit, and not at all when it is rolled back', async () => {
    const published: string[] = []
    await database.db.withTenant(one, async tx => {
      tx.afterCommit(() => published.push('kept'))
    })
    const failing = database.db.withTenant(one, async tx => {
      tx.afterCommit(() => published.push('dropped'))
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(published).toEqual(['kept'])
  })
})
