/** The same tables without row-level security, to measure what it costs. Only ever on a database the bench made. */
import pg from 'pg'

export async function takeDownFences(databaseUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: databaseUrl })
  await owner.connect()
  try {
    const { rows } = await owner.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity`,
    )
    for (const { name } of rows) await owner.query(`ALTER TABLE "${name}" DISABLE ROW LEVEL SECURITY`)
  } finally {
    await owner.end()
  }
}
