/**
 * Who may do what in the database. `trunkline_app` owns nothing and sees only the tenant its transaction is set to;
 * `trunkline_platform` reads the few columns needed to find out whose a hook, a sign-in or a router is.
 * Both are made anew at every start, so a table added by a migration is covered without anyone remembering it.
 */
import type { Client } from 'pg'

export const appRole = 'trunkline_app'
export const platformRole = 'trunkline_platform'

const current = `NULLIF(current_setting('app.tenant', true), '')::uuid`

/** Columns the platform role may read across tenants; everything else is closed to it. */
const platformReads: Record<string, string[]> = {
  tenants: ['tenant_id', 'name', 'slug', 'time_zone', 'currency', 'locale', 'created_at'],
  inboxes: ['tenant_id', 'id', 'channel', 'hook_key', 'account', 'enabled'],
  members: ['tenant_id', 'id', 'user_id', 'name', 'email', 'role', 'all_inboxes', 'disabled_at'],
  nas: ['tenant_id', 'id', 'name', 'address', 'secret'],
}

/** Posted money and recorded events are never changed or removed by the application. */
const appendOnly = ['journal_entries', 'journal_lines', 'invoice_lines', 'events']

/** Better-auth's tables: above tenants, only platform/identity touches them. */
const aboveTenants = ['auth_users', 'auth_sessions', 'auth_accounts', 'auth_verifications']

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

/** Creates both roles or sets their password. Roles belong to the whole server, so concurrent starts are expected. */
export async function ensureRoles(owner: Client, password: string): Promise<void> {
  for (const role of [appRole, platformRole]) {
    await owner.query(
      `DO $$ BEGIN CREATE ROLE ${role} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
    )
    await owner.query(`ALTER ROLE ${role} WITH LOGIN NOINHERIT PASSWORD ${literal(password)}`)
  }
}

/** Row-level security on every table with a tenant, and grants to match. Safe to run again. */
export async function applyRights(owner: Client): Promise<void> {
  const { rows } = await owner.query<{ table: string }>(
    `SELECT c.relname AS table FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
       AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped)`,
  )
  await owner.query(`REVOKE ALL ON SCHEMA public FROM PUBLIC`)
  await owner.query(`GRANT USAGE ON SCHEMA public TO ${appRole}, ${platformRole}`)
  for (const { table } of rows) await owner.query(tenantTableRights(table))
  for (const [table, columns] of Object.entries(platformReads)) {
    await owner.query(`GRANT SELECT (${columns.join(', ')}) ON "${table}" TO ${platformRole}`)
    await owner.query(`DROP POLICY IF EXISTS platform_reads ON "${table}"`)
    await owner.query(`CREATE POLICY platform_reads ON "${table}" FOR SELECT TO ${platformRole} USING (true)`)
  }
  // Tenants are added by the owner, who is held by row-level security too unless he is a superuser.
  await owner.query('DROP POLICY IF EXISTS owner_adds ON tenants')
  await owner.query('CREATE POLICY owner_adds ON tenants TO CURRENT_USER USING (true) WITH CHECK (true)')
  for (const table of aboveTenants) {
    await owner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON "${table}" TO ${appRole}`)
  }
}

function tenantTableRights(table: string): string {
  const grants =
    table === 'tenants'
      ? 'SELECT'
      : appendOnly.includes(table)
        ? 'SELECT, INSERT'
        : 'SELECT, INSERT, UPDATE, DELETE'
  return `
    ALTER TABLE "${table}" ENABLE ROW LEVEL SECURITY;
    ALTER TABLE "${table}" FORCE ROW LEVEL SECURITY;
    DROP POLICY IF EXISTS own_tenant ON "${table}";
    CREATE POLICY own_tenant ON "${table}" TO ${appRole}
      USING (tenant_id = ${current}) WITH CHECK (tenant_id = ${current});
    REVOKE ALL ON "${table}" FROM ${appRole}, ${platformRole};
    GRANT ${grants} ON "${table}" TO ${appRole};`
}
