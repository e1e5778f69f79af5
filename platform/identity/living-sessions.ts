import { and, eq, gt, inArray, isNotNull, or } from 'drizzle-orm'
import type { Db } from '../../db/client.ts'
import { authSessions, authUsers } from '../../db/schema/index.ts'

/** `activeTenantId`: the tenant it last chose, null when it never chose one. */
export type LivingSession = { activeTenantId: string | null; method: string | null }

/** Of these sessions, those that still count: not ended, not over, and with the second factor where its owner has one. */
export async function livingSessions(db: Db, ids: string[]): Promise<Map<string, LivingSession>> {
  if (ids.length === 0) return new Map()
  const rows = await db.identity
    .select({
      id: authSessions.id,
      activeTenantId: authSessions.activeTenantId,
      method: authSessions.method,
    })
    .from(authSessions)
    .innerJoin(authUsers, eq(authUsers.id, authSessions.userId))
    .where(
      and(
        inArray(authSessions.id, ids),
        gt(authSessions.expiresAt, new Date()),
        or(eq(authUsers.twoFactorEnabled, false), isNotNull(authSessions.secondFactorAt)),
      ),
    )
  return new Map(rows.map(({ id, ...session }) => [id, session]))
}
