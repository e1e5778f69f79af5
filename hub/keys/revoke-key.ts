import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import { findKey } from './find-keys.ts'

/** Ends a key within seconds. A second time changes nothing. */
export async function revokeKey(tx: Tx, id: string, now: Date): Promise<void> {
  const key = await findKey(tx, id)
  const { rowCount } = await tx.query(
    'UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL',
    [id, now],
  )
  if (rowCount === 0) return
  audit(tx, {
    action: 'keys.revoke',
    subject: { kind: 'key', id, name: key.name },
    before: { revokedAt: null },
    after: { revokedAt: now.toISOString() },
  })
}
