import type { Tx } from '../../db/client.ts'
import { refuseBeyondLimit } from '../../platform/limits.ts'
import { Refusal } from '../../platform/refusal.ts'

/** Where no limit is set for the tenant: every event costs a row for each webhook that wants it. */
const most = 20

/** Refuses one webhook more than this tenant may have. Two at once are put in a line. */
export async function refuseTooMany(tx: Tx): Promise<void> {
  await refuseBeyondLimit(tx, 'webhooks')
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('webhooks ' || $1, 0))`, [tx.tenantId])
  const { rows } = await tx.query<{ limited: boolean; count: number }>(
    `SELECT limits ? 'webhooks' AS limited, (SELECT count(*) FROM webhooks) AS count FROM tenants`,
  )
  if (rows[0] && !rows[0].limited && rows[0].count >= most) {
    throw new Refusal('conflict', `There can be ${most} webhooks, and there are. Remove one first.`)
  }
}
