/** The places a person has in tenants, as sign-in needs to know them before it is clear which one they work in. */
import type { Db } from '../../db/client.ts'
import { readPolicy, type SignInPolicy } from './sign-in-policy.ts'

export type Membership = {
  tenantId: string
  memberId: string
  name: string
  tenantName: string
  policy: SignInPolicy
}

type Row = { tenant_id: string; id: string; name: string; tenant: string; sign_in_policy: unknown }

/** In the order in which a new session takes them; without those where the person is disabled. */
export async function membershipsOf(db: Db, userId: string): Promise<Membership[]> {
  const rows = await db.platform<Row>(
    `SELECT m.tenant_id, m.id, m.name, t.name AS tenant, t.sign_in_policy
     FROM members m JOIN tenants t ON t.tenant_id = m.tenant_id
     WHERE m.user_id = $1 AND m.disabled_at IS NULL ORDER BY m.tenant_id`,
    [userId],
  )
  return rows.map(row => ({
    tenantId: row.tenant_id,
    memberId: row.id,
    name: row.name,
    tenantName: row.tenant,
    policy: readPolicy(row.sign_in_policy),
  }))
}
