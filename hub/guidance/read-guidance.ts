/** What of the first steps is done, read from the rows themselves: nothing is ticked by hand. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { RoutePermission } from '../../platform/identity/permissions.ts'
import { securityOf } from '../../platform/identity/security.ts'
import { may, type Who } from '../../platform/identity/who.ts'
import type { App } from '../app.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'
import { type Guidance, type Step, steps } from './guidance.api.ts'

/** Whose step it is; `signed-in` is everybody's. */
const needs: Record<Step, Exclude<RoutePermission, 'public' | 'platform'>> = {
  'connect-inbox': 'inboxes.manage',
  'first-message': 'conversations.read',
  'first-answer': 'conversations.reply',
  'invite-colleague': 'members.manage',
  'first-router': 'network.read',
  'second-factor': 'signed-in',
}

type Done = Record<Exclude<Step, 'second-factor'>, boolean>
type Inbox = { channel: string; name: string; account: string }
type Latest = { conversationId: string; contactName: string; text: string; at: Date }

/** The steps this member may do, where to write a first message, and the latest one that came. */
export async function readGuidance(app: App, tx: Tx, who: Who): Promise<z.input<typeof Guidance>> {
  const own = steps.filter(step => needs[step] === 'signed-in' || may(who, needs[step]))
  const seesMessages = may(who, 'conversations.read')
  const latest = seesMessages ? await latestMessage(tx, who) : null
  const done = { ...(await doneIn(tx, who)), 'first-message': latest !== null }
  const { twoFactor, passkeys } = await securityOf(app.db, who.userId)
  return {
    steps: own.map(step => ({
      step,
      isDone: step === 'second-factor' ? twoFactor || passkeys.length > 0 : done[step],
    })),
    writeTo: seesMessages ? await writeTo(app, tx, who) : [],
    latestMessage: latest && { ...latest, at: latest.at.toISOString() },
  }
}

async function doneIn(tx: Tx, who: Who): Promise<Done> {
  const { rows } = await tx.query<Done>(
    {
      name: 'guidance-done',
      text: `SELECT EXISTS (SELECT 1 FROM inboxes WHERE enabled) AS "connect-inbox", false AS "first-message",
        EXISTS (SELECT 1 FROM messages WHERE direction = 'out') AS "first-answer",
        EXISTS (SELECT 1 FROM members WHERE id <> $1 AND disabled_at IS NULL)
          OR EXISTS (SELECT 1 FROM invitations) AS "invite-colleague",
        EXISTS (SELECT 1 FROM nas WHERE last_packet_at IS NOT NULL) AS "first-router"`,
    },
    [who.memberId],
  )
  return rows[0] as Done
}

async function writeTo(app: App, tx: Tx, who: Who) {
  const { rows } = await tx.query<Inbox>(
    `SELECT channel, name, account FROM inboxes WHERE enabled AND ($1::uuid[] IS NULL OR id = ANY ($1))
     ORDER BY name, id LIMIT 20`,
    [visibleInboxes(who)],
  )
  return rows.flatMap(row => {
    const channel = app.channels.get(row.channel)
    return channel ? [{ ...row, title: channel.title }] : []
  })
}

async function latestMessage(tx: Tx, who: Who): Promise<Latest | null> {
  const { rows } = await tx.query<Latest>(
    `SELECT c.id AS "conversationId", ct.name AS "contactName", left(m.text, 200) AS text, m.created_at AS at
     FROM (SELECT c.* FROM conversations c WHERE c.inbound_count > 0 AND ${visibleTo(1)}
       ORDER BY c.last_message_at DESC, c.id DESC LIMIT 20) c
     JOIN contacts ct ON ct.id = c.contact_id
     CROSS JOIN LATERAL (SELECT text, created_at FROM messages m
       WHERE m.conversation_id = c.id AND m.direction = 'in' ORDER BY m.seq DESC LIMIT 1) m
     ORDER BY m.created_at DESC LIMIT 1`,
    [visibleInboxes(who)],
  )
  return rows[0] ?? null
}
