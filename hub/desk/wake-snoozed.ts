/** Snoozed conversations whose moment has come, woken by Trunkline itself. */
import type { App } from '../app.ts'
import { ConversationLog, lockConversations } from '../conversations/conversation-log.ts'
import { publish } from '../conversations/publish.ts'

const atOnce = 200

/** Wakes those due, the longest overdue first; answers how many. */
export async function wakeSnoozed(app: App, tenantId: string): Promise<number> {
  let woken = 0
  for (;;) {
    const some = await wakeSome(app, tenantId)
    woken += some
    if (some < atOnce) return woken
  }
}

const wakeSome = (app: App, tenantId: string): Promise<number> =>
  app.db.withTenant(tenantId, async tx => {
    const now = app.clock.now()
    const { rows } = await tx.query<{ id: string }>(
      {
        name: 'due-snoozed',
        text: 'SELECT id FROM conversations WHERE snoozed_until <= $1 ORDER BY snoozed_until LIMIT $2',
      },
      [now, atOnce],
    )
    const locked = await lockConversations(
      tx,
      rows.map(row => row.id),
    )
    const log = new ConversationLog(now)
    for (const conversation of locked.values()) {
      // Between the look and the lock somebody may have woken it, or put it off.
      if (!conversation.snoozedUntil || new Date(conversation.snoozedUntil) > now) continue
      conversation.snoozedUntil = null
      log.append(conversation, { type: 'conversation.woke', data: { by: 'time' } })
    }
    const published = await log.save(tx)
    tx.afterCommit(() => publish(app.live, tenantId, published))
    return published.length
  })
