/** Row-level security on every tenant table, and no way around it. */
import { appRole } from '../../db/roles.ts'
import { aboveTenants } from './catalogue-declared.ts'
import type { CatalogueScene } from './catalogue-scene.ts'

type Policy = { name: string; permissive: boolean; cmd: string; using: string | null; check: string | null }

const ownSchemas = `n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'`

export async function tenantFences(scene: CatalogueScene): Promise<void> {
  const { checks, tables, ask } = scene
  checks.step(`row-level security of ${tables.length} tables`)
  for (const table of [...tables, ...scene.partitions]) await fenceOf(scene, table)
  const others = await ask<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'f')
       AND relname <> ALL ($1)`,
    [[...tables, ...scene.partitions]],
  )
  for (const { name } of others) {
    checks.holds(
      `table ${name}`,
      name in aboveTenants,
      'a tenant_id, or a line in catalogue-declared.ts',
      'neither',
    )
  }
  await noWayAround(scene)
}

async function fenceOf({ checks, ask }: CatalogueScene, table: string): Promise<void> {
  const [state] = await ask<{ on: boolean; forced: boolean }>(
    `SELECT relrowsecurity AS on, relforcerowsecurity AS forced FROM pg_class WHERE oid = $1::regclass`,
    [`public.${table}`],
  )
  checks.same(`${table}: row-level security`, true, state?.on ?? false)
  checks.same(`${table}: row-level security forced`, true, state?.forced ?? false)
  const policies = await ask<Policy>(
    `SELECT polname AS name, polpermissive AS permissive, polcmd AS cmd, pg_get_expr(polqual, polrelid) AS using,
       pg_get_expr(polwithcheck, polrelid) AS check
     FROM pg_policy WHERE polrelid = $1::regclass AND (0 = ANY (polroles) OR (SELECT oid FROM pg_roles WHERE rolname = $2) = ANY (polroles))`,
    [`public.${table}`, appRole],
  )
  checks.same(`${table}: policies for ${appRole}`, 1, policies.length)
  const tenant = `(tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)`
  for (const policy of policies) {
    checks.same(`${table}: policy ${policy.name} is for`, '*', policy.cmd)
    checks.same(`${table}: policy ${policy.name} USING`, tenant, policy.using ?? 'none')
    checks.same(`${table}: policy ${policy.name} WITH CHECK`, tenant, policy.check ?? 'none')
  }
  const [column] = await ask<{ notnull: boolean }>(
    `SELECT attnotnull AS notnull FROM pg_attribute WHERE attrelid = $1::regclass AND attname = 'tenant_id'`,
    [`public.${table}`],
  )
  checks.same(`${table}: tenant_id NOT NULL`, true, column?.notnull ?? false)
}

/** Views and functions that would run with the owner's eyes. */
async function noWayAround({ checks, ask }: CatalogueScene): Promise<void> {
  checks.step('views and functions')
  const views = await ask<{ name: string; kind: string; invoker: boolean }>(
    `SELECT n.nspname || '.' || c.relname AS name, c.relkind AS kind,
       COALESCE(c.reloptions::text[] && ARRAY['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false) AS invoker
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND ${ownSchemas}`,
  )
  const closed = views.filter(view => view.kind === 'm' || !view.invoker).map(view => view.name)
  checks.holds(
    'views without security_invoker, materialised views',
    closed.length === 0,
    'none',
    closed.join(', '),
  )
  const functions = await ask<{ name: string }>(
    `SELECT n.nspname || '.' || p.proname AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE p.prosecdef AND ${ownSchemas}`,
  )
  const definers = functions.map(each => each.name)
  checks.holds('SECURITY DEFINER functions', definers.length === 0, 'none', definers.join(', '))
}
