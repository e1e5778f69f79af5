/** What the application's two roles are and may, as the database reckons it: rights of PUBLIC count too. */
import { appRole, platformRole } from '../../db/roles.ts'
import { aboveTenants, appendOnly, openToApp, platformColumns, readOnly } from './catalogue-declared.ts'
import type { CatalogueScene } from './catalogue-scene.ts'

export async function roleRights(scene: CatalogueScene): Promise<void> {
  scene.checks.step('roles and rights')
  for (const role of [appRole, platformRole]) {
    await noPowers(scene, role)
    await noOtherSchemas(scene, role)
  }
  for (const table of [...scene.tables, ...Object.keys(aboveTenants)]) await appTable(scene, table)
  await platformReads(scene)
}

async function noPowers({ checks, ask }: CatalogueScene, role: string): Promise<void> {
  const [row] = await ask<Record<string, boolean | number>>(
    `SELECT rolsuper AS superuser, rolbypassrls AS bypassrls, rolcreaterole AS createrole, rolcreatedb AS createdb,
       rolreplication AS replication,
       (SELECT count(*)::int FROM pg_auth_members m WHERE m.member = r.oid) AS memberships,
       (SELECT count(*)::int FROM pg_shdepend d WHERE d.refobjid = r.oid AND d.refclassid = 'pg_authid'::regclass
         AND d.deptype = 'o') AS owned,
       has_schema_privilege(r.oid, 'public', 'CREATE') AS "create in public"
     FROM pg_roles r WHERE rolname = $1`,
    [role],
  )
  checks.holds(role, row !== undefined, 'a role', 'none')
  for (const [power, has] of Object.entries(row ?? {})) {
    checks.same(`${role}: ${power}`, typeof has === 'number' ? 0 : false, has)
  }
}

async function noOtherSchemas({ checks, ask }: CatalogueScene, role: string): Promise<void> {
  const rows = await ask<{ name: string }>(
    `SELECT nspname AS name FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%'
       AND nspname NOT IN ('information_schema', 'public') AND has_schema_privilege($1, oid, 'USAGE, CREATE')`,
    [role],
  )
  const names = rows.map(row => row.name)
  checks.holds(`${role}: schemas beside public`, names.length === 0, 'none', names.join(', '))
}

const powers = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'] as const

async function rightsOn({ ask }: CatalogueScene, role: string, table: string): Promise<string> {
  const columns = ['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']
  const parts = powers.map(power => {
    const test = columns.includes(power) ? 'has_any_column_privilege' : 'has_table_privilege'
    return `${test}($1, $2::regclass, '${power}') AS "${power}"`
  })
  const [row] = await ask<Record<string, boolean>>(`SELECT ${parts.join(', ')}`, [role, `public.${table}`])
  return powers.filter(power => row?.[power]).join(' ')
}

async function appTable(scene: CatalogueScene, table: string): Promise<void> {
  const expected = () => {
    if (readOnly.includes(table)) return 'SELECT'
    if (appendOnly.includes(table)) return 'SELECT INSERT'
    if (table in aboveTenants && !openToApp.includes(table)) return ''
    return 'SELECT INSERT UPDATE DELETE'
  }
  scene.checks.same(`${table}: rights of ${appRole}`, expected(), await rightsOn(scene, appRole, table))
}

async function platformReads(scene: CatalogueScene): Promise<void> {
  const { checks, ask, tables } = scene
  for (const table of [...tables, ...Object.keys(aboveTenants)]) {
    const declared = platformColumns[table]
    checks.same(
      `${table}: rights of ${platformRole}`,
      declared ? 'SELECT' : '',
      await rightsOn(scene, platformRole, table),
    )
    const rows = await ask<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $2::regclass AND attnum > 0 AND NOT attisdropped
         AND has_column_privilege($1, attrelid, attnum, 'SELECT')`,
      [platformRole, `public.${table}`],
    )
    const got = rows.map(row => row.name).sort()
    checks.same(
      `${table}: columns ${platformRole} reads`,
      [...(declared ?? [])].sort().join(' '),
      got.join(' '),
    )
  }
}
