import { and, gt, inArray } from 'drizzle-orm'
import type { Db } from '../../db/client.ts'
import { authSessions } from '../../db/schema/index.ts'
import { findImpersonation } from '../../platform/identity/impersonation.ts'
import { readStandings, rightsOf } from '../../platform/identity/standing.ts'
import type { Who } from '../../platform/identity/who.ts'

/** Of these people, those whose session was not revoked and whose rights are still the ones they came in with. */
export async function stillWelcome(db: Db, people: Who[]): Promise<Set<Who>> {
  const holding = await liveSessions(db, people)
  const welcome = new Set<Who>()
  for (const tenantId of new Set(people.map(who => who.tenantId))) {
    const here = people.filter(who => who.tenantId === tenantId && holding.has(who.sessionId))
    const now = await db.withTenant(tenantId, tx =>
      readStandings(
        tx,
        here.map(who => who.memberId),
      ),
    )
    for (const who of here) {
      const standing = now.get(who.memberId)
      if (standing && rightsOf(standing) === rightsOf(who) && (await stillBorrows(db, who))) welcome.add(who)
    }
  }
  return welcome
}

async function liveSessions(db: Db, people: Who[]): Promise<Set<string>> {
  const sessions = await db.identity
    .select({ id: authSessions.id })
    .from(authSessions)
    .where(
      and(
        inArray(authSessions.id, [...new Set(people.map(who => who.sessionId))]),
        gt(authSessions.expiresAt, new Date()),
      ),
    )
  return new Set(sessions.map(session => session.id))
}

async function stillBorrows(db: Db, who: Who): Promise<boolean> {
  if (!who.impersonation) return true
  return (await findImpersonation(db, who.sessionId))?.id === who.impersonation.id
}
