/** What the roles of the database are and may, as the database reckons it: rights of PUBLIC count too. */
import { appRole, backupRole, jobsRole, platformRole } from '../../db/roles.ts'
import {
  aboveTenants,
  appRights,
  appTenantColumns,
  platformColumns,
  platformRights,
} from './catalogue-declared.ts'
import type { CatalogueScene } from './catalogue-scene.ts'

export async function roleRights(scene: CatalogueScene): Promise<void> {
  scene.checks.step('roles and rights')
  await noPowers(scene, appRole)
  await noPowers(scene, platformRole)
  // Copies must see every tenant; that is all this role is for, and it can change nothing.
  await noPowers(scene, backupRole, { bypassrls: true })
  await noPowers(scene, jobsRole, { owned: 'bullmq' })
  await noOtherSchemas(scene, appRole, [])
  await noOtherSchemas(scene, platformRole, [])
  await noOtherSchemas(scene, backupRole, [])
  await noOtherSchemas(scene, jobsRole, ['bullmq'])
  const all = [...scene.tables, ...scene.partitions, ...Object.keys(aboveTenants)]
  for (const table of all) {
    await appTable(scene, table)
    await otherRoles(scene, table)
  }
  await appColumns(scene)
  await platformReads(scene)
}

type Exceptions = { bypassrls?: boolean; owned?: string }

async function noPowers({ checks, ask }: CatalogueScene, role: string, but: Exceptions = {}): Promise<void> {
  const [row] = await ask<Record<string, boolean | number>>(
    `SELECT rolsuper AS superuser, rolbypassrls AS bypassrls, rolcreaterole AS createrole, rolcreatedb AS createdb,
       rolreplication AS replication,
       (SELECT count(*)::int FROM pg_auth_members m WHERE m.member = r.oid) AS memberships,
       (SELECT count(*)::int FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND c.relnamespace <> COALESCE($2, '0')::regnamespace) AS owned,
       has_schema_privilege(r.oid, 'public', 'CREATE') AS "create in public"
     FROM pg_roles r WHERE rolname = $1`,
    [role, but.owned ?? null],
  )
  checks.holds(role, row !== undefined, 'a role', 'none')
  for (const [power, has] of Object.entries(row ?? {})) {
    const expected = power === 'bypassrls' ? (but.bypassrls ?? false) : typeof has === 'number' ? 0 : false
    checks.same(`${role}: ${power}`, expected, has)
  }
}

async function noOtherSchemas({ checks, ask }: CatalogueScene, role: string, but: string[]): Promise<void> {
  const rows = await ask<{ name: string }>(
    `SELECT nspname AS name FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%'
       AND nspname NOT IN ('information_schema', 'public') AND nspname <> ALL ($2)
       AND has_schema_privilege($1, oid, 'USAGE, CREATE')`,
    [role, but],
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
  const expected = scene.partitions.includes(table) ? '' : (appRights[table] ?? 'SELECT INSERT UPDATE DELETE')
  scene.checks.same(`${table}: rights of ${appRole}`, expected, await rightsOn(scene, appRole, table))
}

async function otherRoles(scene: CatalogueScene, table: string): Promise<void> {
  const { checks } = scene
  const platform = platformRights[table] ?? ''
  checks.same(`${table}: rights of ${platformRole}`, platform, await rightsOn(scene, platformRole, table))
  checks.same(`${table}: rights of ${backupRole}`, 'SELECT', await rightsOn(scene, backupRole, table))
  checks.same(`${table}: rights of ${jobsRole}`, '', await rightsOn(scene, jobsRole, table))
}

/** Of its own tenant's row the application changes no more than what the tenant decides itself. */
async function appColumns(scene: CatalogueScene): Promise<void> {
  const got = await columnsOf(scene, appRole, 'tenants', 'UPDATE')
  scene.checks.same(`tenants: columns ${appRole} changes`, appTenantColumns.join(' '), got)
}

async function columnsOf(
  { ask }: CatalogueScene,
  role: string,
  table: string,
  power: string,
): Promise<string> {
  const rows = await ask<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = $2::regclass AND attnum > 0 AND NOT attisdropped
       AND has_column_privilege($1, attrelid, attnum, $3)`,
    [role, `public.${table}`, power],
  )
  return rows
    .map(row => row.name)
    .sort()
    .join(' ')
}

async function platformReads(scene: CatalogueScene): Promise<void> {
  for (const table of [...scene.tables, ...Object.keys(aboveTenants)]) {
    const declared = [...(platformColumns[table] ?? [])].sort().join(' ')
    const got = await columnsOf(scene, platformRole, table, 'SELECT')
    scene.checks.same(`${table}: columns ${platformRole} reads`, declared, got)
  }
}
