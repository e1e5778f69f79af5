/** What moved, kept so that it can be taken back. */
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'

export type Before = {
  from?: { status: 'open' | 'resolved'; snoozedUntil: string | null }
  to: { status: 'open' | 'resolved'; labels?: string[]; assigneeId?: string | null }
}

type Move = {
  id: string
  kind: 'split' | 'merge' | 'move'
  from: { id: string }
  to: { id: string }
  messageIds: string[]
  before: Before
}

export async function recordMove(tx: Tx, who: Who, move: Move): Promise<void> {
  await tx.query(
    `INSERT INTO message_moves (id, kind, from_conversation_id, to_conversation_id, message_ids, before, member_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      move.id,
      move.kind,
      move.from.id,
      move.to.id,
      move.messageIds,
      JSON.stringify(move.before),
      who.memberId,
    ],
  )
}
