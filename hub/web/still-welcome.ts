import { and, gt, inArray } from 'drizzle-orm'
import type { Db } from '../../db/client.ts'
import { authSessions } from '../../db/schema/index.ts'
import type { Who } from '../../platform/identity/who.ts'

/** What a socket's rooms were made from; when it changes, the socket must come in anew. */
const rightsOf = (who: Pick<Who, 'role' | 'allInboxes' | 'inboxIds'>) =>
  JSON.stringify([who.role, who.allInboxes, [...who.inboxIds].sort()])

type Row = { id: string; role: string; all_inboxes: boolean; inbox_ids: string[] }

/** Of these people, those whose session was not revoked and whose rights are still the ones they came in with. */
export async function stillWelcome(db: Db, people: Who[]): Promise<Set<Who>> {
  const sessions = await db.identity
    .select({ id: authSessions.id })
    .from(authSessions)
    .where(
      and(
        inArray(authSessions.id, [...new Set(people.map(who => who.sessionId))]),
        gt(authSessions.expiresAt, new Date()),
      ),
    )
  const holding = new Set(sessions.map(session => session.id))
  const welcome = new Set<Who>()
  for (const tenantId of new Set(people.map(who => who.tenantId))) {
    const here = people.filter(who => who.tenantId === tenantId && holding.has(who.sessionId))
    const { rows } = await db.withTenant(tenantId, tx =>
      tx.query<Row>(
        `SELECT m.id, m.role, m.all_inboxes,
           ARRAY(SELECT a.inbox_id FROM inbox_access a WHERE a.member_id = m.id) AS inbox_ids
         FROM members m WHERE m.id = ANY($1) AND m.disabled_at IS NULL`,
        [here.map(who => who.memberId)],
      ),
    )
    const now = new Map(
      rows.map(row => [
        row.id,
        rightsOf({ role: row.role, allInboxes: row.all_inboxes, inboxIds: row.inbox_ids }),
      ]),
    )
    for (const who of here) if (now.get(who.memberId) === rightsOf(who)) welcome.add(who)
  }
  return welcome
}
