/** For tests: a real PostgreSQL with two tenants, a router, and one customer with a service and a login. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Db, openDb } from '../../db/client.ts'
import { startEmbedded } from '../../db/embedded/index.ts'
import { migrate } from '../../db/migrate.ts'
import { newId } from '../../platform/ids.ts'
import { createSecrets } from '../../platform/secrets.ts'
import type { AuthenticNas } from './ports.ts'

export type TrialDatabase = {
  db: Db
  /** Runs as the owner, above row-level security, for what only an operator may do. */
  asOwner(sql: string): Promise<unknown>
  stop(): Promise<void>
}

export const secrets = createSecrets('ab'.repeat(32))

export async function startTrialDatabase(): Promise<TrialDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'trunkline-radius-'))
  const server = await startEmbedded({ dataDir, settings: { shared_buffers: '16MB' } })
  await migrate(server.url, 'trial-role-password')
  const db = openDb(server.url, 'trial-role-password', { max: 4 })
  const owner = new pg.Client({ connectionString: server.url })
  await owner.connect()
  return {
    db,
    asOwner: sql => owner.query(sql),
    async stop() {
      await db.close()
      await owner.end()
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

export type Household = {
  tenantId: string
  customerId: string
  serviceId: string
  loginId: string
  username: string
  nas: AuthenticNas
}

/** A tenant of its own: the customer Thandi on 20M/100M, login "thandi" with "correct horse", router edge-1. */
export async function household({ db, asOwner }: TrialDatabase): Promise<Household> {
  const [tenantId, customerId, serviceId, planId, loginId, nasId] = Array.from({ length: 6 }, () =>
    newId(),
  ) as [string, string, string, string, string, string]
  await asOwner(`INSERT INTO tenants (tenant_id, name, slug) VALUES ('${tenantId}', 'Fibre', '${tenantId}')`)
  const password = secrets.seal(
    { tenantId, table: 'logins', column: 'password', id: loginId },
    'correct horse',
  )
  await db.withTenant(tenantId, async tx => {
    await tx.query(`INSERT INTO customers (id, number, name) VALUES ($1, 'C-1', 'Thandi')`, [customerId])
    await tx.query(
      `INSERT INTO plans (id, name, up_kbps, down_kbps, price_minor, currency) VALUES ($1, 'Hundred', 20000, 100000, 79900, 'ZAR')`,
      [planId],
    )
    await tx.query(`INSERT INTO services (id, customer_id, plan_id) VALUES ($1, $2, $3)`, [
      serviceId,
      customerId,
      planId,
    ])
    await tx.query(
      `INSERT INTO logins (id, service_id, customer_id, username, password, static_ip) VALUES ($1, $2, $3, 'thandi', $4, '203.0.113.9')`,
      [loginId, serviceId, customerId, password],
    )
    await tx.query(
      `INSERT INTO nas (id, name, address, secret) VALUES ($1, 'edge-1', '127.0.0.1', 'sealed')`,
      [nasId],
    )
  })
  const nas = {
    tenantId,
    nasId,
    secret: 'trial secret',
    name: 'edge-1',
    secretOctets: Buffer.from('trial secret'),
  }
  return { tenantId, customerId, serviceId, loginId, username: 'thandi', nas }
}
