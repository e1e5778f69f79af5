/** A split, merge or move taken back: the messages return, and both conversations are what they were, if they still can be. */
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { conversationSubject, refuseSecondChat } from '../conversations/change-conversation.ts'
import type { LockedConversation } from '../conversations/conversation-log.ts'
import { findConversation } from '../conversations/find-conversations.ts'
import { carry } from './carry.ts'
import { lockBoth } from './lock-both.ts'
import type { Before } from './record-move.ts'

type Row = {
  kind: 'split' | 'merge' | 'move'
  from_id: string
  to_id: string
  message_ids: string[]
  before: Before
  created_at: Date
  undone_at: Date | null
}

/** Refuses (conflict) what was taken back already, and what moved on since. What came after stays where it came. */
export async function undoMove(app: App, tx: Tx, who: Who, moveId: string) {
  const move = await findMove(tx, who, moveId)
  const { from, to } = await lockBoth(tx, who, move.from_id, move.to_id)
  await refuseMovedOn(tx, move)
  await reopenSource(tx, from, move.before)
  await restoreTarget(tx, { from, to }, move)
  const back = { from: to, to: from, messageIds: move.message_ids }
  const count = await carry(app, tx, who, { moveId, kind: 'undo', ...back })
  await tx.query('UPDATE message_moves SET undone_at = $2 WHERE id = $1', [moveId, app.clock.now()])
  audit(tx, {
    action: 'conversations.undo-move',
    subject: conversationSubject(from),
    after: { moveId, conversationId: from.id, messages: count },
  })
  return { moveId, conversationId: from.id, count }
}

async function findMove(tx: Tx, who: Who, moveId: string): Promise<Row> {
  const { rows } = await tx.query<Row>(
    `SELECT kind, from_conversation_id AS from_id, to_conversation_id AS to_id, message_ids, before, created_at, undone_at
     FROM message_moves WHERE id = $1 FOR UPDATE`,
    [moveId],
  )
  const move = rows[0]
  if (!move) throw new Refusal('missing', 'There is no such move.')
  for (const id of [move.from_id, move.to_id]) {
    await findConversation(tx, who, id).catch(() => {
      throw new Refusal('missing', 'There is no such move.')
    })
  }
  if (move.undone_at) throw new Refusal('conflict', 'This was taken back already.')
  return move
}

async function reopenSource(tx: Tx, from: LockedConversation, { from: was }: Before): Promise<void> {
  if (was?.status !== 'open' || from.status === 'open') return
  await refuseSecondChat(tx, from)
  Object.assign(from, { status: 'open', snoozedUntil: was.snoozedUntil })
}

type Both = { from: LockedConversation; to: LockedConversation }

/** What the move opened, labelled or assigned; a conversation that went on since stays open. */
async function restoreTarget(tx: Tx, { from, to }: Both, move: Row): Promise<void> {
  const was = move.before.to
  if (was.labels)
    to.labels = to.labels.filter(name => was.labels?.includes(name) || !from.labels.includes(name))
  if (was.assigneeId === null && to.assignee?.id === from.assignee?.id) to.assignee = null
  if (was.status === 'open') return
  const { rowCount } = await tx.query(
    'SELECT 1 FROM messages WHERE conversation_id = $1 AND created_at > $2 AND id <> ALL($3) LIMIT 1',
    [to.id, move.created_at, move.message_ids],
  )
  if (rowCount === 0) Object.assign(to, { status: 'resolved', snoozedUntil: null })
}

async function refuseMovedOn(tx: Tx, move: Row): Promise<void> {
  const { rows } = await tx.query<{ there: number }>(
    'SELECT count(*)::int AS there FROM messages WHERE id = ANY($1) AND conversation_id = $2',
    [move.message_ids, move.to_id],
  )
  if (rows[0]?.there !== move.message_ids.length) {
    throw new Refusal('conflict', 'Some of these messages were moved on since; take that back first.')
  }
}
