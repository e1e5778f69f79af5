/** Finds answers whose job was lost or is due again, and attempts whose worker died. */
import type { App } from '../app.ts'
import { ConversationLog, lockConversations } from '../conversations/conversation-log.ts'
import { readMessages } from '../conversations/message-rows.ts'
import { publish } from '../conversations/publish.ts'

/** Conversations with an answer that is due and waited for `olderThanMs` without being taken. */
export async function dueConversations(app: App, tenantId: string, olderThanMs: number): Promise<string[]> {
  const now = app.clock.now()
  const { rows } = await app.db.withTenant(tenantId, tx =>
    tx.query<{ conversation_id: string }>(
      `SELECT DISTINCT conversation_id FROM messages
       WHERE direction = 'out' AND state = 'queued' AND (next_try_at IS NULL OR next_try_at <= $1)
         AND COALESCE(send_after, created_at) <= $2 LIMIT 200`,
      [now, new Date(now.getTime() - olderThanMs)],
    ),
  )
  return rows.map(row => row.conversation_id)
}

const lostWords = 'The connection to the provider broke while sending; it may have arrived.'

/**
 * Attempts past their lease, or begun before `deadBefore`, end as `unknown`, and so do their messages: shown, never sent
 * again silently.
 */
export async function expireAttempts(app: App, tenantId: string, deadBefore: Date | null): Promise<void> {
  const { rows } = await app.db.withTenant(tenantId, tx =>
    tx.query<{ id: string; message_id: string; conversation_id: string }>(
      `SELECT a.id, a.message_id, m.conversation_id FROM attempts a
       JOIN messages m ON m.tenant_id = a.tenant_id AND m.id = a.message_id
       WHERE a.state = 'sending' AND (a.lease_until < $1 OR a.started_at < $2) LIMIT 1000`,
      [app.clock.now(), deadBefore],
    ),
  )
  for (const row of rows) await expireAttempt(app, tenantId, row)
}

async function expireAttempt(
  app: App,
  tenantId: string,
  lost: { id: string; message_id: string; conversation_id: string },
): Promise<void> {
  await app.db.withTenant(tenantId, async tx => {
    const conversation = (await lockConversations(tx, [lost.conversation_id])).get(lost.conversation_id)
    const ended = await tx.query(
      `UPDATE attempts SET state = 'unknown', words = $2, ended_at = $3 WHERE id = $1 AND state = 'sending'`,
      [lost.id, lostWords, app.clock.now()],
    )
    const changed = await tx.query(
      `UPDATE messages SET state = 'unknown', state_code = 'lost', state_words = $2 WHERE id = $1 AND state = 'sending'`,
      [lost.message_id, lostWords],
    )
    if (!conversation || ended.rowCount === 0 || changed.rowCount === 0) return
    const [message] = await readMessages(tx, 'm.id = $1', [lost.message_id])
    const log = new ConversationLog(app.clock.now())
    log.append(conversation, { type: 'message.changed', data: { state: 'unknown' } }, message ?? null)
    const published = await log.save(tx)
    tx.afterCommit(() => publish(app.live, tenantId, published))
  })
}
