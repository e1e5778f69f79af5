/** How much a tenant may have. What is not set is not limited. */
import type { Tx } from '../db/client.ts'
import { Refusal } from './refusal.ts'

export const limitNames = ['members', 'inboxes', 'keys', 'webhooks'] as const
export type LimitName = (typeof limitNames)[number]

const words: Record<LimitName, { one: string; many: string }> = {
  members: { one: 'person', many: 'people' },
  inboxes: { one: 'inbox', many: 'inboxes' },
  keys: { one: 'API key', many: 'API keys' },
  webhooks: { one: 'webhook', many: 'webhooks' },
}

const counts: Record<LimitName, string> = {
  members: `(SELECT count(*) FROM members WHERE disabled_at IS NULL AND role <> 'customer')
    + (SELECT count(*) FROM invitations WHERE accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now())`,
  inboxes: 'SELECT count(*) FROM inboxes',
  keys: 'SELECT count(*) FROM api_keys WHERE revoked_at IS NULL',
  webhooks: 'SELECT count(*) FROM webhooks',
}

/**
 * Refuses one more when the tenant has all it may have. Call it before the insert: adding is put in a line, so that two
 * at once do not both take the last place.
 */
export async function refuseBeyondLimit(tx: Tx, name: LimitName): Promise<void> {
  const { rows: tenants } = await tx.query<{ most: number | null }>(
    `SELECT (limits->>$1)::int AS most FROM tenants`,
    [name],
  )
  const most = tenants[0]?.most ?? null
  if (most === null) return
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('limit ' || $1 || $2, 0))`, [
    name,
    tx.tenantId,
  ])
  const { rows } = await tx.query<{ count: number }>(`SELECT (${counts[name]}) AS count`)
  if ((rows[0]?.count ?? 0) < most) return
  const { one, many } = words[name]
  throw new Refusal(
    'conflict',
    `This provider may have ${most} ${most === 1 ? one : many} and has them all. Remove one, or ask for more room.`,
    { limit: name, most },
  )
}

/** How many there are now, of each. */
export async function usedOf(tx: Tx): Promise<Record<LimitName, number>> {
  const { rows } = await tx.query<Record<LimitName, number>>(
    `SELECT ${limitNames.map(name => `(${counts[name]}) AS ${name}`).join(', ')}`,
  )
  return rows[0] ?? { members: 0, inboxes: 0, keys: 0, webhooks: 0 }
}
