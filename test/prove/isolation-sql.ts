/** The application's own database role: without a tenant nothing, with one nothing of another. */
import pg from 'pg'
import { appRole } from '../../db/roles.ts'
import { rolePassword } from '../secret-key.ts'
import { type Scene, tenantTables } from './rows-of.ts'

/** Runs in a transaction that is never kept; answers a count of rows or the error's code. */
type Attempt = (tenant: string | null, sql: string) => Promise<string>

const refused = 'error 42501'

/** Reads, changes, removals and additions on every tenant table, past all code of ours. */
export async function proveSql(scene: Scene): Promise<void> {
  const tables = await tenantTables(scene.at.owner)
  scene.checks.step(`SQL as ${appRole} on ${tables.length} tables`)
  const url = new URL(scene.at.ownerUrl)
  url.username = appRole
  url.password = rolePassword
  const app = new pg.Client({ connectionString: url.toString() })
  await app.connect()
  try {
    for (const table of tables) await proveTable(scene, table, attemptOn(app))
  } finally {
    await app.end()
  }
}

const attemptOn =
  (app: pg.Client): Attempt =>
  async (tenant, sql) => {
    await app.query('BEGIN')
    try {
      if (tenant !== null) await app.query(`SELECT set_config('app.tenant', $1, true)`, [tenant])
      const { rows, rowCount, command } = await app.query(sql)
      return command === 'SELECT' ? String(rows[0]?.count) : String(rowCount)
    } catch (error) {
      return `error ${(error as { code?: string }).code}`
    } finally {
      await app.query('ROLLBACK')
    }
  }

async function proveTable({ mine, theirs, checks }: Scene, table: string, attempt: Attempt): Promise<void> {
  const own = mine.tenantId
  const other = `'${theirs.tenantId}'`
  const all = `SELECT count(*) AS count FROM "${table}"`
  const seen = Number(await attempt(own, `${all} WHERE tenant_id = '${own}'`))
  checks.holds(`${table}: rows of one's own`, seen > 0, 'some, or the proof is empty', seen)
  const tries: [string, string | null, string][] = [
    ['read without a tenant', null, all],
    ['read with an empty tenant', '', all],
    ["read another's", own, `${all} WHERE tenant_id = ${other}`],
    ["read all but one's own", own, `${all} WHERE tenant_id IS DISTINCT FROM '${own}'`],
    ["change another's", own, `UPDATE "${table}" SET tenant_id = tenant_id WHERE tenant_id = ${other}`],
    ["remove another's", own, `DELETE FROM "${table}" WHERE tenant_id = ${other}`],
    ['change without a tenant', null, `UPDATE "${table}" SET tenant_id = tenant_id`],
    ['remove without a tenant', null, `DELETE FROM "${table}"`],
  ]
  for (const [what, tenant, sql] of tries) {
    const got = await attempt(tenant, sql)
    checks.holds(`${table}: ${what}`, got === '0' || got === refused, `0 rows or ${refused}`, got)
  }
  const copy = `jsonb_populate_record(t, jsonb_build_object('tenant_id', ${other}::text))`
  const insert = `INSERT INTO "${table}" SELECT (${copy}).* FROM "${table}" t LIMIT 1`
  checks.same(`${table}: add to another tenant`, refused, await attempt(own, insert))
  const move = `UPDATE "${table}" SET tenant_id = ${other}`
  checks.same(`${table}: move to another tenant`, refused, await attempt(own, move))
}
