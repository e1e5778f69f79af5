import type { App } from '../app.ts'
import { fetchTemplates } from './fetch-templates.ts'

const oldAfter = `interval '6 hours'`

/** Asks again for the templates of inboxes whose list is old, was never asked for, or is wanted again. */
export async function sweepTemplates(app: App, tenantId: string): Promise<void> {
  const kinds = [...app.channels.values()].flatMap(channel => (channel.templates ? [channel.kind] : []))
  const { rows } = await app.db.withTenant(tenantId, tx =>
    tx.query<{ id: string }>(
      `SELECT id FROM inboxes WHERE enabled AND channel = ANY($1) AND health <> 'signed-out'
         AND (templates_at IS NULL OR templates_at < $2::timestamptz - ${oldAfter}) ORDER BY templates_at NULLS FIRST LIMIT 500`,
      [kinds, app.clock.now()],
    ),
  )
  for (const { id } of rows) {
    // One whose settings cannot be opened keeps no other waiting.
    await askAgain(app, tenantId, id).catch((error: Error) =>
      app.log.warn({ err: error, inboxId: id }, 'the templates of an inbox were not asked for'),
    )
  }
}

async function askAgain(app: App, tenantId: string, inboxId: string): Promise<void> {
  const inbox = await app.inboxes.byId(tenantId, inboxId)
  if (inbox?.channel.templates?.missing(inbox.settings) === null) await fetchTemplates(app, tenantId, inboxId)
}
