/** Whether an inbox works, kept on its row and shown to everyone who can see it. */
import type { Tx } from '../../db/client.ts'
import type { App } from '../app.ts'

export type Health = 'new' | 'connected' | 'reconnecting' | 'signed-out' | 'failing'

/** Writes a changed health and tells the screens; the same health again writes nothing. */
export async function noteHealth(
  app: App,
  tx: Tx,
  inboxId: string,
  health: Health,
  words: string | null,
): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE inboxes SET health = $2, health_words = $3, health_at = now()
     WHERE id = $1 AND (health, COALESCE(health_words, '')) IS DISTINCT FROM ($2, COALESCE($3, ''))`,
    [inboxId, health, words],
  )
  if (rowCount === 0) return
  tx.afterCommit(() =>
    app.live.toInboxes(tx.tenantId, [inboxId], 'inbox', { id: inboxId, health, healthWords: words }),
  )
}

export const noteSignedOut = (app: App, tx: Tx, inboxId: string, words: string) =>
  noteHealth(app, tx, inboxId, 'signed-out', words)

/** "Last message out", at most once in ten seconds. */
export async function noteOutbound(tx: Tx, inboxId: string): Promise<void> {
  await tx.query(
    `UPDATE inboxes SET last_out_at = now() WHERE id = $1 AND (last_out_at IS NULL OR last_out_at < now() - interval '10 seconds')`,
    [inboxId],
  )
}
