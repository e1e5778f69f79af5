/** Assign, resolve, reopen, read: small changes of one conversation. Doing what is already so changes nothing. */
import type { Tx } from '../../db/client.ts'
import { audit, unchanged } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { ConversationLog, type LockedConversation } from './conversation-log.ts'
import { findConversation, lockConversation } from './find-conversations.ts'
import { publish } from './publish.ts'
import type { NewEvent } from './shapes.ts'

/** How the audit trail names a conversation. */
export const conversationSubject = (conversation: Pick<LockedConversation, 'id' | 'contact'>) => ({
  kind: 'conversation',
  id: conversation.id,
  name: conversation.contact.name,
})

const actorOf = (who: Who) => ({ id: who.memberId, name: who.name })

/** Appends one event to a locked conversation, saves both and publishes after the commit. */
export async function record(
  app: App,
  tx: Tx,
  who: Who,
  conversation: LockedConversation,
  event: Omit<NewEvent, 'actor'>,
): Promise<void> {
  const log = new ConversationLog(app.clock.now())
  log.append(conversation, { ...event, actor: actorOf(who) })
  const published = await log.save(tx)
  tx.afterCommit(() => publish(app.live, who.tenantId, published))
}

/** Gives the conversation to a member, or to nobody. */
export async function assignConversation(
  app: App,
  tx: Tx,
  who: Who,
  id: string,
  memberId: string | null,
): Promise<void> {
  const conversation = await lockConversation(tx, who, id)
  if ((conversation.assignee?.id ?? null) === memberId) return unchanged(tx)
  const from = conversation.assignee
  conversation.assignee = memberId ? await findMember(tx, memberId) : null
  await record(app, tx, who, conversation, {
    type: 'conversation.assigned',
    data: { to: conversation.assignee, from },
  })
  audit(tx, {
    action: 'conversations.assign',
    subject: conversationSubject(conversation),
    before: { assignee: from },
    after: { assignee: conversation.assignee },
  })
}

async function findMember(tx: Tx, memberId: string): Promise<{ id: string; name: string }> {
  const { rows } = await tx.query<{ id: string; name: string }>(
    'SELECT id, name FROM members WHERE id = $1 AND disabled_at IS NULL',
    [memberId],
  )
  if (!rows[0]) throw new Refusal('missing', 'There is no such colleague.')
  return rows[0]
}

export async function resolveConversation(app: App, tx: Tx, who: Who, id: string): Promise<void> {
  const conversation = await lockConversation(tx, who, id)
  if (conversation.status === 'resolved') return unchanged(tx)
  conversation.status = 'resolved'
  conversation.waitingSince = null
  conversation.snoozedUntil = null
  await record(app, tx, who, conversation, { type: 'conversation.resolved' })
  auditStatus(tx, conversation, 'conversations.resolve', 'open')
}

/** Refused when the contact already has another open chat: there the matter goes on. */
export async function reopenConversation(app: App, tx: Tx, who: Who, id: string): Promise<void> {
  const conversation = await lockConversation(tx, who, id)
  if (conversation.status === 'open') return unchanged(tx)
  await refuseSecondChat(tx, conversation)
  conversation.status = 'open'
  await record(app, tx, who, conversation, { type: 'conversation.reopened' })
  auditStatus(tx, conversation, 'conversations.reopen', 'resolved')
}

const auditStatus = (
  tx: Tx,
  conversation: LockedConversation,
  action: string,
  before: LockedConversation['status'],
): void =>
  audit(tx, {
    action,
    subject: conversationSubject(conversation),
    before: { status: before },
    after: { status: conversation.status },
  })

/** A contact has one open chat at a time. */
export async function refuseSecondChat(tx: Tx, conversation: LockedConversation): Promise<void> {
  if (conversation.thread !== 'chat') return
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM conversations WHERE contact_id = $1 AND thread = 'chat' AND status <> 'resolved'`,
    [conversation.contact.id],
  )
  if (rows[0]) {
    throw new Refusal('conflict', `${conversation.contact.name} already has an open chat; go on there.`, {
      conversationId: rows[0].id,
    })
  }
}

/** Remembers how many incoming messages this member has read; never less than before. */
export async function markRead(tx: Tx, who: Who, id: string, inboundCount: number): Promise<void> {
  const conversation = await findConversation(tx, who, id)
  await tx.query(
    `INSERT INTO read_marks (member_id, conversation_id, inbound_count) VALUES ($1, $2, $3)
     ON CONFLICT (tenant_id, member_id, conversation_id)
     DO UPDATE SET inbound_count = GREATEST(read_marks.inbound_count, EXCLUDED.inbound_count), at = now()`,
    [who.memberId, id, Math.min(inboundCount, conversation.inboundCount)],
  )
}
