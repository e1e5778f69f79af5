/** A database of its own for a test file: a copy of the migrated template, dropped at the end. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type Db, openDb } from '../db/client.ts'

export type TestDatabase = {
  db: Db
  ownerUrl: string
  rolePassword: string
  /** A new tenant; answers its id. */
  tenant(name?: string): Promise<string>
  close(): Promise<void>
}

export async function testDatabase(): Promise<TestDatabase> {
  const serverUrl = inject('databaseServer')
  const rolePassword = inject('rolePassword')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await onServer(serverUrl, `CREATE DATABASE "${name}" TEMPLATE trunkline_template`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const ownerUrl = url.toString()
  const db = openDb(ownerUrl, rolePassword)
  return {
    db,
    ownerUrl,
    rolePassword,
    async tenant(tenantName = 'Test ISP') {
      const id = randomUUID()
      await onServer(
        ownerUrl,
        'INSERT INTO tenants (tenant_id, name, slug, currency) VALUES ($1, $2, $3, $4)',
        [id, tenantName, `t-${id}`, 'ZAR'],
      )
      return id
    },
    async close() {
      await db.close()
      await onServer(serverUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
    },
  }
}

async function onServer(url: string, text: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(text, values)
  } finally {
    await client.end()
  }
}
