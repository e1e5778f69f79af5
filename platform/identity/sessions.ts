/** The sessions of a person: listed and ended, by the person or by those who manage people. */
import { and, desc, eq, gt, ne } from 'drizzle-orm'
import type { Db } from '../../db/client.ts'
import { authSessions } from '../../db/schema/index.ts'

export type Session = {
  id: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  address: string | null
  userAgent: string | null
  method: string | null
}

/** Those that still count, latest first. A hundred at most: more is nobody's list. */
export async function sessionsOf(db: Db, userId: string): Promise<Session[]> {
  const rows = await db.identity
    .select()
    .from(authSessions)
    .where(and(eq(authSessions.userId, userId), gt(authSessions.expiresAt, new Date())))
    .orderBy(desc(authSessions.updatedAt))
    .limit(100)
  return rows.map(row => ({
    id: row.id,
    createdAt: row.createdAt,
    lastSeenAt: row.updatedAt,
    expiresAt: row.expiresAt,
    address: row.ipAddress || null,
    userAgent: row.userAgent || null,
    method: row.method,
  }))
}

/** False when this person has no such session. */
export async function endSession(db: Db, userId: string, sessionId: string): Promise<boolean> {
  const ended = await db.identity
    .delete(authSessions)
    .where(and(eq(authSessions.userId, userId), eq(authSessions.id, sessionId)))
    .returning({ id: authSessions.id })
  return ended.length > 0
}

/** Ends every session of this person, but the one to keep; answers their ids, so that sockets can end too. */
export async function endSessions(db: Db, userId: string, keepId?: string): Promise<string[]> {
  const theirs = eq(authSessions.userId, userId)
  const ended = await db.identity
    .delete(authSessions)
    .where(keepId === undefined ? theirs : and(theirs, ne(authSessions.id, keepId)))
    .returning({ id: authSessions.id })
  return ended.map(row => row.id)
}
