/** What a member has seen of the notes that name them. Their other screens learn of it. */
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'

/** Remembers that they saw it; the first time counts. */
export async function markMentionSeen(app: App, tx: Tx, who: Who, messageId: string): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE mentions SET seen_at = COALESCE(seen_at, now()) WHERE message_id = $1 AND member_id = $2`,
    [messageId, who.memberId],
  )
  if (rowCount === 0) throw new Refusal('missing', 'You were not named there.')
  tell(app, tx, who, { type: 'mention.seen', messageId })
}

/** All of them up to a moment. What they cannot open now they have not seen. */
export async function markMentionsSeen(app: App, tx: Tx, who: Who, until: string): Promise<void> {
  // Screens know moments to the millisecond, rows to the microsecond.
  const { rowCount } = await tx.query(
    `UPDATE mentions n SET seen_at = now() FROM messages m, conversations c
     WHERE n.member_id = $2 AND n.seen_at IS NULL AND date_trunc('milliseconds', n.created_at) <= $3
       AND m.tenant_id = n.tenant_id AND m.id = n.message_id
       AND c.tenant_id = n.tenant_id AND c.id = m.conversation_id AND ${visibleTo(1)}`,
    [visibleInboxes(who), who.memberId, until],
  )
  if (rowCount !== 0) tell(app, tx, who, { type: 'mentions.seen', until })
}

function tell(app: App, tx: Tx, who: Who, seen: { type: string; messageId?: string; until?: string }): void {
  tx.afterCommit(() => app.live.toPerson(who.tenantId, who.memberId, 'mention', seen))
}
