/** Tells every screen that there are other labels or fields to choose from now; it asks for them. */
import type { Tx } from '../../db/client.ts'
import type { App } from '../app.ts'

/** Whoever sees at least one inbox is told: the others have no conversation to put them on. */
export async function tellChoices(app: App, tx: Tx, changed: 'labels' | 'fields'): Promise<void> {
  const { rows } = await tx.query<{ id: string }>('SELECT id FROM inboxes')
  const inboxIds = rows.map(row => row.id)
  tx.afterCommit(() => app.live.toInboxes(tx.tenantId, inboxIds, 'choices', { changed }))
}
