import { and, gt, inArray } from 'drizzle-orm'
import type { Db } from '../../db/client.ts'
import { authSessions } from '../../db/schema/index.ts'

/** Of these sessions, those that were not revoked and have not run out. */
export async function stillSignedIn(db: Db, sessionIds: string[]): Promise<Set<string>> {
  const rows = await db.identity
    .select({ id: authSessions.id })
    .from(authSessions)
    .where(and(inArray(authSessions.id, sessionIds), gt(authSessions.expiresAt, new Date())))
  return new Set(rows.map(row => row.id))
}
