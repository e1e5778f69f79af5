/** Brings a database to this version: migrations, roles, rights. One process at a time, the others wait. */
import { fileURLToPath } from 'node:url'
import { runMigrations as runQueueMigrations } from 'bullmq'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator'
import { Client } from 'pg'
import { makeAuditPartitions } from './audit-partitions.ts'
import { applyRights, ensureRoles } from './roles.ts'

const lockNumber = 7_300_001

export const oldestPostgres = 160000

/** `rolePassword` becomes the password of the application's roles; every process derives the same one. */
export async function migrate(ownerUrl: string, rolePassword: string): Promise<void> {
  const owner = new Client({ connectionString: ownerUrl, application_name: 'trunkline migrate' })
  await owner.connect()
  try {
    const version = Number((await owner.query('SHOW server_version_num')).rows[0].server_version_num)
    if (version < oldestPostgres) {
      throw new Error(
        `PostgreSQL 16 or newer is needed; DATABASE_URL leads to ${version}. Upgrade the server.`,
      )
    }
    await owner.query('SELECT pg_advisory_lock($1)', [lockNumber])
    await ensureRoles(owner, rolePassword)
    const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))
    await runMigrations(drizzle(owner), { migrationsFolder })
    await runQueueMigrations(owner as never)
    await makeAuditPartitions(owner, new Date())
    await applyRights(owner)
  } finally {
    await owner.end()
  }
}

/** Creates the database named in the URL when the server does not have it yet. */
export async function ensureDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new Client({ connectionString: serverUrl })
  await client.connect()
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE "${name}"`)
  } finally {
    await client.end()
  }
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.toString()
}
