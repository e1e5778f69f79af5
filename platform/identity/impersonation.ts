/** Operators looking through a member's eyes: bound to their session, for a reason, for a limited time. */
import type { Db } from '../../db/client.ts'

export type Impersonation = { id: string; tenantId: string; memberId: string; until: Date; reason: string }

type Row = {
  id: string
  tenant_id: string
  member_id: string
  expires_at: Date
  reason: string
}

/** The one that runs in this session, if any. */
export async function findImpersonation(db: Db, sessionId: string): Promise<Impersonation | null> {
  const [row] = await db.platform<Row>(
    `SELECT id, tenant_id, member_id, expires_at, reason FROM impersonations
     WHERE session_id = $1 AND ended_at IS NULL AND expires_at > now() ORDER BY expires_at DESC LIMIT 1`,
    [sessionId],
  )
  return row
    ? {
        id: row.id,
        tenantId: row.tenant_id,
        memberId: row.member_id,
        until: row.expires_at,
        reason: row.reason,
      }
    : null
}
