/** Cookie -> member. Looked up at most every few seconds per session, so that a revoked one ends within that time. */
import { fromNodeHeaders } from 'better-auth/node'
import type { Db } from '../../db/client.ts'
import type { Clock } from '../clock.ts'
import type { Auth } from './auth.ts'
import type { Who } from './who.ts'

const freshMs = 3_000
const most = 5_000

type MemberRow = {
  tenant_id: string
  id: string
  name: string
  email: string
  role: string
  all_inboxes: boolean
}

export type WhoIs = (headers: Record<string, string | string[] | undefined>) => Promise<Who | null>

/** Answers null for nobody, an ended session and a disabled member alike. */
export function createWhoIs(auth: Auth, db: Db, clock: Clock): WhoIs & { forget(cookie: string): void } {
  const known = new Map<string, { who: Who | null; until: number }>()

  async function lookUp(headers: Record<string, string | string[] | undefined>): Promise<Who | null> {
    const found = await auth.api.getSession({ headers: fromNodeHeaders(headers) })
    if (!found) return null
    const [member] = await db.platform<MemberRow>(
      `SELECT tenant_id, id, name, email, role, all_inboxes FROM members
       WHERE user_id = $1 AND disabled_at IS NULL ORDER BY tenant_id LIMIT 1`,
      [found.user.id],
    )
    if (!member) return null
    const inboxIds = await db.withTenant(member.tenant_id, async tx => {
      const { rows } = await tx.query<{ inbox_id: string }>(
        'SELECT inbox_id FROM inbox_access WHERE member_id = $1',
        [member.id],
      )
      return rows.map(row => row.inbox_id)
    })
    return {
      tenantId: member.tenant_id,
      memberId: member.id,
      userId: found.user.id,
      sessionId: found.session.id,
      name: member.name,
      email: member.email,
      role: member.role,
      allInboxes: member.all_inboxes,
      inboxIds,
    }
  }

  const whoIs = async (headers: Record<string, string | string[] | undefined>) => {
    const cookie = headers.cookie
    if (typeof cookie !== 'string' || !cookie.includes('session_token')) return null
    const now = clock.now().getTime()
    const hit = known.get(cookie)
    if (hit && hit.until > now) return hit.who
    const who = await lookUp(headers)
    if (known.size >= most) known.clear()
    known.set(cookie, { who, until: now + freshMs })
    return who
  }
  return Object.assign(whoIs, { forget: (cookie: string) => void known.delete(cookie) })
}
