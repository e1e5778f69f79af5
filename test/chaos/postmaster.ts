/** The PostgreSQL of one data folder, as its files describe it: whom to kill, and how to look inside. */
import { readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'

/** The postmaster's pid; null unless that process really serves this data folder: nothing else is ever killed. */
export async function postmasterOf(dataDir: string): Promise<number | null> {
  const lines = await pidFile(dataDir)
  const pid = Number(lines?.[0])
  if (!Number.isInteger(pid) || pid <= 1) return null
  const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0')
  const cluster = await realpath(join(dataDir, 'postgres')).catch(() => null)
  return cluster && command.includes(cluster) ? pid : null
}

/** Rows as the owner sees them. A new connection each time, since the server may have been killed meanwhile. */
export async function askOwner<Row extends pg.QueryResultRow>(
  dataDir: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({
    connectionString: await ownerUrl(dataDir),
    connectionTimeoutMillis: 5_000,
    statement_timeout: 60_000,
  })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Row>(sql, values)).rows
  } finally {
    await client.end()
  }
}

async function ownerUrl(dataDir: string): Promise<string> {
  const port = (await pidFile(dataDir))?.[3]
  const password = (await readFile(join(dataDir, 'postgres.password'), 'utf8')).trim()
  return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/trunkline`
}

async function pidFile(dataDir: string): Promise<string[] | null> {
  const text = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => null)
  return text?.split('\n') ?? null
}
