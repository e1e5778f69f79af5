/** A secret that somebody forgot to seal, or to rotate, is found here: the catalogue is the list to compare with. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { sealedColumns } from './sealed-columns.ts'

/** Named like a secret, and why it is not sealed. */
const notSealed: Record<string, string> = {
  'invitations.token_hash': 'SHA-256 of a random secret of 256 bits: there is nothing to open',
}

let database: TestDatabase
let columns: { name: string; type: string; key: string }[]

beforeAll(async () => {
  database = await testDatabase()
  const { rows } = await database.db.withTenant(await database.tenant(), tx =>
    tx.query<{ name: string; type: string; key: string }>(
      `SELECT c.relname || '.' || a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
         pg_get_constraintdef(k.oid) AS key
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
       WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
         AND EXISTS (SELECT 1 FROM pg_attribute t WHERE t.attrelid = c.oid AND t.attname = 'tenant_id')`,
    ),
  )
  columns = rows
})
afterAll(() => database.close())

const sealed = sealedColumns.map(({ table, column }) => `${table}.${column}`)

describe('the sealed columns', () => {
  it('are all that are named like secrets, but for those with a reason', () => {
    const like = columns
      .map(each => each.name)
      .filter(name => /\.\w*(secret|password|settings|token|credential|private_key|keys)/.test(name))
    expect(like.filter(name => !notSealed[name]).sort()).toEqual([...sealed].sort())
    expect(Object.keys(notSealed).filter(name => !like.includes(name))).toEqual([])
  })

  it('are text in tables whose rows are known by tenant and id', () => {
    for (const name of sealed) {
      expect(columns.find(each => each.name === name)).toEqual({
        name,
        type: 'text',
        key: 'PRIMARY KEY (tenant_id, id)',
      })
    }
  })
})
