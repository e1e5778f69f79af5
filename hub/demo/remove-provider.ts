/** Takes a provider and its people out of the database, whole: only the database's owner can, and only the demo is ever taken. */
import pg from 'pg'

/** Tables of the sign-in side that hold rows of a person, the person last. */
const ofPerson = ['auth_sessions', 'auth_accounts', 'auth_two_factors', 'auth_passkeys'] as const

/** False where this owner may not leave out the checks between tables; then nothing can be taken out. */
export async function canRemoveProvider(ownerUrl: string): Promise<boolean> {
  const { rows } = await asOwner(ownerUrl, owner =>
    owner.query<{ can: boolean }>(
      `SELECT has_parameter_privilege('session_replication_role', 'SET') OR rolsuper AS can
       FROM pg_roles WHERE rolname = current_user`,
    ),
  )
  return rows[0]?.can === true
}

/** Every row of the tenant and of these people, in one transaction. */
export async function removeProvider(ownerUrl: string, tenantId: string, userIds: string[]): Promise<void> {
  await asOwner(ownerUrl, async owner => {
    await owner.query('BEGIN')
    // Rows go table by table: in between, some point at rows that are gone already.
    await owner.query('SET LOCAL session_replication_role = replica')
    await owner.query("SELECT set_config('app.tenant', $1, true)", [tenantId])
    const { rows } = await owner.query<{ table: string }>(
      `SELECT c.relname AS table FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
         AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped)`,
    )
    for (const { table } of rows) await owner.query(`DELETE FROM "${table}" WHERE tenant_id = $1`, [tenantId])
    for (const table of ofPerson)
      await owner.query(`DELETE FROM ${table} WHERE user_id = ANY ($1)`, [userIds])
    await owner.query('DELETE FROM auth_users WHERE id = ANY ($1)', [userIds])
    await owner.query('COMMIT')
  })
}

async function asOwner<T>(ownerUrl: string, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    return await work(owner)
  } finally {
    await owner.end()
  }
}
