/** For tests: a tenant with a router, and one customer with a service and a login. */
import { newId } from '../../platform/ids.ts'
import { createSecrets, type Secrets } from '../../platform/secrets/index.ts'
import type { TestDatabase } from '../../test/database.ts'
import { secretKey } from '../../test/secret-key.ts'
import type { AuthenticNas } from './ports.ts'

export type Household = {
  tenantId: string
  customerId: string
  serviceId: string
  loginId: string
  username: string
  nas: AuthenticNas
  secrets: Secrets
}

/** A tenant of its own: the customer Thandi on 20M/100M, login "thandi" with "correct horse", router edge-1. */
export async function household({ db, tenant }: TestDatabase): Promise<Household> {
  const tenantId = await tenant()
  const [customerId, serviceId, planId, loginId, nasId] = [newId(), newId(), newId(), newId(), newId()]
  const secrets = createSecrets({ secretKey, db })
  const password = await secrets.seal(
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
  return { tenantId, customerId, serviceId, loginId, username: 'thandi', nas, secrets }
}
