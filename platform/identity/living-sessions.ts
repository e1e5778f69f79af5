import { and, gt, inArray } from 'drizzle-orm'
import type { Db } from '../../db/client.ts'
import { authSessions } from '../../db/schema/index.ts'

/** Of these sessions, those that still count, each with the tenant it last chose: null when it never chose one. */
export async function livingSessions(db: Db, ids: string[]): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map()
  const rows = await db.identity
    .select({ id: authSessions.id, activeTenantId: authSessions.activeTenantId })
    .from(authSessions)
    .where(and(inArray(authSessions.id, ids), gt(authSessions.expiresAt, new Date())))
  return new Map(rows.map(row => [row.id, row.activeTenantId]))
}
