/**
 * Who may do what in the database. `trunkline_app` owns nothing and sees only the tenant its transaction is set to;
 * `trunkline_platform` finds out whose a hook, a sign-in, a key or a router is, and adds and suspends tenants;
 * `trunkline_jobs` owns the queue's schema and nothing else; `trunkline_backup` reads everything and changes nothing.
 * All are made anew at every start, so a table added by a migration is covered without anyone remembering it.
 */
import type { Client } from 'pg'

export const appRole = 'trunkline_app'
export const platformRole = 'trunkline_platform'
export const jobsRole = 'trunkline_jobs'
export const backupRole = 'trunkline_backup'

const current = `NULLIF(current_setting('app.tenant', true), '')::uuid`

/** Columns the platform role may read across tenants; everything else is closed to it. */
export const platformReads: Record<string, string[]> = {
  tenants: [
    'tenant_id',
    'name',
    'slug',
    'time_zone',
    'currency',
    'locale',
    'suspended_at',
    'suspended_reason',
    'limits',
    'sign_in_policy',
    'created_at',
  ],
  inboxes: ['tenant_id', 'id', 'channel', 'hook_key', 'account', 'enabled'],
  members: [
    'tenant_id',
    'id',
    'user_id',
    'name',
    'email',
    'role',
    'custom_role_id',
    'customer_id',
    'all_inboxes',
    'disabled_at',
  ],
  nas: ['tenant_id', 'id', 'name', 'address', 'secret'],
  api_keys: ['tenant_id', 'id', 'prefix'],
  impersonations: ['tenant_id', 'id', 'member_id', 'session_id', 'reason', 'expires_at', 'ended_at'],
}

/** Columns of tenants the platform role may set; the app's role may set none. */
const platformWrites = [
  'tenant_id',
  'name',
  'slug',
  'time_zone',
  'currency',
  'locale',
  'suspended_at',
  'suspended_reason',
  'limits',
]

/** What the application may do where it is less than everything. */
const appRights: Record<string, string> = {
  tenants: 'SELECT, UPDATE (sign_in_policy)',
  journal_entries: 'SELECT, INSERT',
  journal_lines: 'SELECT, INSERT',
  invoice_lines: 'SELECT, INSERT',
  events: 'SELECT, INSERT',
  audit: 'SELECT, INSERT',
  audit_heads: 'SELECT, INSERT, UPDATE',
  audit_starts: 'SELECT',
  tenant_keys: 'SELECT, INSERT, UPDATE',
}

/** Better-auth's tables and those beside them: above tenants, only platform/identity touches them. */
const aboveTenants = [
  'auth_users',
  'auth_sessions',
  'auth_accounts',
  'auth_verifications',
  'auth_two_factors',
  'auth_passkeys',
  'auth_codes',
  'auth_failures',
]

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

/** Creates the roles or sets their password. Roles belong to the whole server, so concurrent starts are expected. */
export async function ensureRoles(owner: Client, password: string): Promise<void> {
  for (const role of [appRole, platformRole, jobsRole]) {
    await createRole(owner, role, 'LOGIN')
    await owner.query(`ALTER ROLE ${role} WITH LOGIN NOINHERIT PASSWORD ${literal(password)}`)
  }
  // Copies are the operator's: the role has no way in until they give it a password of its own, and keeps that.
  await createRole(owner, backupRole, 'NOLOGIN NOINHERIT')
  await owner.query(`ALTER ROLE ${backupRole} SET default_transaction_read_only = on`)
  // Only a superuser, or an owner who bypasses himself, can give this; docs/operate.md says what to do without.
  await owner.query(
    `DO $$ BEGIN ALTER ROLE ${backupRole} BYPASSRLS; EXCEPTION WHEN insufficient_privilege THEN NULL; END $$`,
  )
}

const createRole = (owner: Client, role: string, options: string) =>
  owner.query(`DO $$ BEGIN CREATE ROLE ${role} ${options}; EXCEPTION WHEN duplicate_object THEN NULL; END $$`)

/** Row-level security on every table with a tenant, and grants to match. Safe to run again. */
export async function applyRights(owner: Client): Promise<void> {
  const { rows } = await owner.query<{ table: string; partition: boolean }>(
    `SELECT c.relname AS table, c.relispartition AS partition
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
       AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped)`,
  )
  await owner.query(`REVOKE ALL ON SCHEMA public FROM PUBLIC`)
  await owner.query(`GRANT USAGE ON SCHEMA public TO ${appRole}, ${platformRole}, ${backupRole}`)
  await owner.query(rows.map(tenantTableRights).join('\n'))
  for (const [table, columns] of Object.entries(platformReads)) {
    await owner.query(`
      GRANT SELECT (${columns.join(', ')}) ON "${table}" TO ${platformRole};
      DROP POLICY IF EXISTS platform_reads ON "${table}";
      CREATE POLICY platform_reads ON "${table}" FOR SELECT TO ${platformRole} USING (true);`)
  }
  await tenantsRights(owner)
  for (const table of aboveTenants) {
    await owner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON "${table}" TO ${appRole}`)
  }
  await owner.query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${backupRole}`)
  await owner.query(`GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO ${backupRole}`)
  await jobsRights(owner)
}

/**
 * Tenants are added and suspended by the platform role, each time with a line in the tenant's audit trail, and (at the
 * first start) by the owner.
 */
async function tenantsRights(owner: Client): Promise<void> {
  const columns = platformWrites.join(', ')
  await owner.query(`
    GRANT INSERT (${columns}), UPDATE (${columns}) ON tenants TO ${platformRole};
    GRANT INSERT ON audit TO ${platformRole};
    DROP POLICY IF EXISTS platform_writes ON audit;
    CREATE POLICY platform_writes ON audit FOR INSERT TO ${platformRole} WITH CHECK (tenant_id = ${current});
    GRANT SELECT, INSERT, UPDATE ON audit_heads TO ${platformRole};
    DROP POLICY IF EXISTS platform_writes ON audit_heads;
    CREATE POLICY platform_writes ON audit_heads TO ${platformRole}
      USING (tenant_id = ${current}) WITH CHECK (tenant_id = ${current});
    DROP POLICY IF EXISTS platform_adds ON tenants;
    CREATE POLICY platform_adds ON tenants FOR INSERT TO ${platformRole} WITH CHECK (true);
    DROP POLICY IF EXISTS platform_changes ON tenants;
    CREATE POLICY platform_changes ON tenants FOR UPDATE TO ${platformRole} USING (true) WITH CHECK (true);
    DROP POLICY IF EXISTS owner_adds ON tenants;
    CREATE POLICY owner_adds ON tenants TO CURRENT_USER USING (true) WITH CHECK (true);`)
}

/** The queue and the socket adapter keep their tables in a schema of their own, owned by their own role. */
async function jobsRights(owner: Client): Promise<void> {
  await owner.query(`GRANT ${jobsRole} TO CURRENT_USER`)
  await owner.query(`CREATE SCHEMA IF NOT EXISTS bullmq`)
  await owner.query(`ALTER SCHEMA bullmq OWNER TO ${jobsRole}`)
  const { rows } = await owner.query<{ statement: string }>(
    `SELECT format('ALTER %s bullmq.%I OWNER TO ${jobsRole}', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, c.relname) AS statement
     FROM pg_class c WHERE c.relnamespace = 'bullmq'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
       AND c.relowner <> '${jobsRole}'::regrole
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND c.relkind = 'S' AND d.deptype IN ('a', 'i'))
     UNION ALL
     SELECT format('ALTER ROUTINE %s OWNER TO ${jobsRole}', p.oid::regprocedure)
     FROM pg_proc p WHERE p.pronamespace = 'bullmq'::regnamespace AND p.proowner <> '${jobsRole}'::regrole`,
  )
  for (const { statement } of rows) await owner.query(statement)
}

function tenantTableRights({ table, partition }: { table: string; partition: boolean }): string {
  const grants = appRights[table] ?? 'SELECT, INSERT, UPDATE, DELETE'
  return `
    ALTER TABLE "${table}" ENABLE ROW LEVEL SECURITY;
    ALTER TABLE "${table}" FORCE ROW LEVEL SECURITY;
    DROP POLICY IF EXISTS own_tenant ON "${table}";
    CREATE POLICY own_tenant ON "${table}" TO ${appRole}
      USING (tenant_id = ${current}) WITH CHECK (tenant_id = ${current});
    REVOKE ALL ON "${table}" FROM ${appRole}, ${platformRole};
    ${partition ? '' : `GRANT ${grants} ON "${table}" TO ${appRole};`}`
}
