/** The database: does it answer, is it ours, is it up to date, does it keep tenants apart. */
import { readFile } from 'node:fs/promises'
import type { Client } from 'pg'
import { oldestPostgres } from '../../db/migrate.ts'
import { appRole, backupRole, jobsRole, platformRole } from '../../db/roles.ts'
import { attempt, type Checked, doubtful, fine, wrong } from './checks.ts'
import { inWords } from './database-words.ts'
import type { Installation } from './installation.ts'

const words = (error: unknown) => (inWords(error) as Error).message

export async function checkDatabase(installation: Installation): Promise<Checked[]> {
  const checks: [string, (owner: Client) => Promise<Checked>][] = [
    ['clock', checkClock],
    ['migrations', checkMigrations],
    ['roles', owner => checkRoles(owner, installation)],
    ['row-level security', checkFences],
  ]
  let owner: Client
  try {
    owner = await installation.owner()
  } catch (error) {
    return [wrong('database', words(error))]
  }
  const done = [await attempt('database', () => checkVersion(owner), words)]
  for (const [name, look] of checks) done.push(await attempt(name, () => look(owner), words))
  return done
}

async function checkVersion(owner: Client): Promise<Checked> {
  const { rows } = await owner.query<{ number: number; name: string }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS name`,
  )
  const { number = 0, name = '' } = rows[0] ?? {}
  const found = `PostgreSQL ${name}`
  return number >= oldestPostgres
    ? fine('database', found)
    : wrong('database', `${found}; 16 or newer is needed`)
}

/** Half of the round trip is given to either side. */
async function checkClock(owner: Client): Promise<Checked> {
  const before = Date.now()
  const { rows } = await owner.query<{ ms: string }>(
    'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS ms',
  )
  const skewMs = Math.round(Number(rows[0]?.ms) - (before + Date.now()) / 2)
  const found = `${Math.abs(skewMs)} ms between this machine and the database`
  if (Math.abs(skewMs) > 30_000)
    return wrong('clock', `${found}: one-time codes and signatures will be refused`)
  return Math.abs(skewMs) > 2_000 ? doubtful('clock', found) : fine('clock', found)
}

async function checkMigrations(owner: Client): Promise<Checked> {
  const journal = new URL('../../db/migrations/meta/_journal.json', import.meta.url)
  const { entries } = JSON.parse(await readFile(journal, 'utf8')) as {
    entries: { when: number; tag: string }[]
  }
  const { rows: tables } = await owner.query<{ there: boolean }>(
    `SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS there`,
  )
  if (!tables[0]?.there) return wrong('migrations', 'none was run: npm run trunkline -- migrate')
  const { rows } = await owner.query<{ at: string }>(
    'SELECT created_at::text AS at FROM drizzle.__drizzle_migrations',
  )
  const done = new Set(rows.map(row => Number(row.at)))
  const missing = entries.filter(entry => !done.has(entry.when)).map(entry => entry.tag)
  const known = new Set(entries.map(entry => entry.when))
  const newer = [...done].filter(at => !known.has(at)).length
  if (missing.length > 0) {
    return wrong('migrations', `not run yet: ${missing.join(', ')}; npm run trunkline -- migrate`)
  }
  if (newer > 0)
    return wrong(
      'migrations',
      `${newer} were run that this version does not know: it is older than the database`,
    )
  return fine('migrations', `${entries.length}, all run`)
}

async function checkRoles(owner: Client, { db }: Installation): Promise<Checked> {
  const expected = [appRole, platformRole, jobsRole, backupRole]
  const { rows } = await owner.query<{ name: string; strong: boolean }>(
    `SELECT rolname AS name, rolsuper OR rolcreaterole OR (rolbypassrls AND rolname <> $2) AS strong
     FROM pg_roles WHERE rolname = ANY($1)`,
    [expected, backupRole],
  )
  const missing = expected.filter(role => !rows.some(row => row.name === role))
  if (missing.length > 0)
    return wrong('roles', `missing: ${missing.join(', ')}; npm run trunkline -- migrate`)
  const strong = rows.filter(row => row.strong).map(row => row.name)
  if (strong.length > 0) return wrong('roles', `may do too much: ${strong.join(', ')}`)
  await db.platform('SELECT 1 FROM tenants LIMIT 1')
  return fine('roles', `${expected.length}, and this SECRET_KEY signs in as them`)
}

async function checkFences(owner: Client): Promise<Checked> {
  const { rows } = await owner.query<{ name: string; fenced: boolean }>(
    `SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity
       AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid) AS fenced
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
       AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped)`,
  )
  const open = rows.filter(row => !row.fenced).map(row => row.name)
  if (rows.length === 0)
    return wrong('row-level security', 'there are no tables yet: npm run trunkline -- migrate')
  if (open.length > 0)
    return wrong('row-level security', `not on ${open.join(', ')}; npm run trunkline -- migrate`)
  return fine('row-level security', `forced on all ${rows.length} tables of tenants`)
}
