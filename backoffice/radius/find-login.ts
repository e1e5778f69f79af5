/** Reads logins with the state of their service and the speeds of their plan, many in one round trip. */
import type { Db } from '../../db/client.ts'
import { gatherByTenant } from '../../platform/gather-by-tenant.ts'

export type Login = {
  id: string
  username: string
  /** Sealed. */
  password: string
  staticIp: string | null
  disabledAt: Date | null
  serviceStatus: string
  suspendedReason: string | null
  upKbps: number
  downKbps: number
}

const byUsername = {
  name: 'radius-logins-by-username',
  text: `SELECT l.id, l.username, l.password, l.static_ip AS "staticIp", l.disabled_at AS "disabledAt",
           s.status AS "serviceStatus", s.suspended_reason AS "suspendedReason",
           p.up_kbps AS "upKbps", p.down_kbps AS "downKbps"
         FROM logins l
         JOIN services s ON s.tenant_id = l.tenant_id AND s.id = l.service_id
         JOIN plans p ON p.tenant_id = s.tenant_id AND p.id = s.plan_id
         WHERE l.username = ANY($1)`,
}

/** Finds a tenant's login by its exact username; null when there is none. Rejects when the database is away. */
export function createFindLogin(
  db: Pick<Db, 'withTenant'>,
): (tenantId: string, username: string) => Promise<Login | null> {
  const reads = gatherByTenant<string, Login | null>(500, async (tenantId, usernames) => {
    const { rows } = await db.withTenant(tenantId, tx =>
      tx.query<Login>(byUsername, [[...new Set(usernames)]]),
    )
    const found = new Map(rows.map(row => [row.username, row]))
    return usernames.map(username => found.get(username) ?? null)
  })
  return reads.add
}
