/** Reads API keys as people may see them: never the secret, nor its hash. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { ApiKey } from './keys.api.ts'

export type KeyView = z.infer<typeof ApiKey>

type Row = {
  id: string
  name: string
  prefix: string
  permissions: string[]
  addresses: string[]
  member_id: string
  member_name: string
  created_at: Date
  expires_at: Date | null
  revoked_at: Date | null
  last_used_at: Date | null
  last_used_from: string | null
}

const columns = `k.id, k.name, k.prefix, k.permissions, k.addresses, k.member_id, m.name AS member_name, k.created_at,
  k.expires_at, k.revoked_at, k.last_used_at, k.last_used_from
  FROM api_keys k JOIN members m ON m.tenant_id = k.tenant_id AND m.id = k.member_id`

/** Those in use first, newest first; of the revoked only the latest fit in. */
export async function findKeys(tx: Tx): Promise<KeyView[]> {
  const { rows } = await tx.query<Row>(
    `SELECT ${columns} ORDER BY k.revoked_at IS NOT NULL, k.id DESC LIMIT 500`,
  )
  return rows.map(viewOf)
}

/** Refuses an id that is not of this tenant as one that never was. */
export async function findKey(tx: Tx, id: string): Promise<KeyView> {
  const { rows } = await tx.query<Row>(`SELECT ${columns} WHERE k.id = $1`, [id])
  if (!rows[0]) throw new Refusal('missing', 'There is no such key.')
  return viewOf(rows[0])
}

const viewOf = (row: Row): KeyView => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  permissions: row.permissions,
  addresses: row.addresses,
  createdBy: { id: row.member_id, name: row.member_name },
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at?.toISOString() ?? null,
  revokedAt: row.revoked_at?.toISOString() ?? null,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
  lastUsedFrom: row.last_used_from,
})
