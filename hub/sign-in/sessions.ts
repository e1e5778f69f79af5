/** One's own sessions, and those of the people one manages: listed and ended, sockets included. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit, unchanged } from '../../platform/audit/index.ts'
import { endSession, endSessions, sessionsOf } from '../../platform/identity/sessions.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { deviceWords } from './device-words.ts'
import type { Sessions } from './sign-in.api.ts'

export async function listSessions(
  app: App,
  userId: string,
  currentId: string,
): Promise<z.infer<typeof Sessions>> {
  const sessions = await sessionsOf(app.db, userId)
  return {
    items: sessions.map(session => ({
      id: session.id,
      current: session.id === currentId,
      createdAt: session.createdAt.toISOString(),
      lastSeenAt: session.lastSeenAt.toISOString(),
      expiresAt: session.expiresAt.toISOString(),
      address: session.address,
      device: deviceWords(session.userAgent),
      method: session.method,
    })),
  }
}

/** A program's key and borrowed eyes are not the person: they end nobody's sessions. */
function refuseOthers(who: Who): void {
  if (who.key || who.impersonation) throw new Refusal('forbidden', 'Only the person signed in may do this.')
}

export async function endOwnSession(app: App, tx: Tx, who: Who, sessionId: string): Promise<void> {
  refuseOthers(who)
  if (!(await endSession(app.db, who.userId, sessionId))) {
    throw new Refusal('missing', 'There is no such session.')
  }
  app.live.endSession(sessionId)
  audit(tx, { action: 'sessions.end', subject: subjectOf(who.memberId, who.name), after: { ended: 1 } })
}

export async function endOtherSessions(app: App, tx: Tx, who: Who): Promise<{ ended: number }> {
  refuseOthers(who)
  return endAll(app, tx, who, { id: who.memberId, name: who.name, userId: who.userId })
}

type Member = { id: string; name: string; user_id: string; role: string }

export async function memberSessions(app: App, tx: Tx, who: Who, memberId: string) {
  const member = await findMember(tx, memberId)
  return listSessions(app, member.user_id, who.sessionId)
}

/** Ends every session of a colleague, wherever it works: a stolen device is stolen for all their tenants. */
export async function endMemberSessions(app: App, tx: Tx, who: Who, memberId: string) {
  const member = await findMember(tx, memberId)
  if (member.role === 'owner' && !who.permissions.includes('owners.manage')) {
    throw new Refusal('forbidden', 'Only owners may end the sessions of an owner.')
  }
  return endAll(app, tx, who, { id: member.id, name: member.name, userId: member.user_id })
}

async function findMember(tx: Tx, id: string): Promise<Member> {
  const { rows } = await tx.query<Member>('SELECT id, name, user_id, role FROM members WHERE id = $1', [id])
  if (!rows[0]) throw new Refusal('missing', 'There is no such colleague.')
  return rows[0]
}

/** All but the session this very request came with. */
async function endAll(app: App, tx: Tx, who: Who, of: { id: string; name: string; userId: string }) {
  const ended = await endSessions(app.db, of.userId, who.sessionId)
  for (const id of ended) app.live.endSession(id)
  if (ended.length === 0) unchanged(tx)
  else
    audit(tx, { action: 'sessions.end', subject: subjectOf(of.id, of.name), after: { ended: ended.length } })
  return { ended: ended.length }
}

const subjectOf = (id: string, name: string) => ({ kind: 'member', id, name })
