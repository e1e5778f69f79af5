import { ChannelFailure, type MessageTemplate } from '../../channels/channel.ts'
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import type { App } from '../app.ts'
import { channelIo } from '../channel-io.ts'
import { cleanText } from '../conversations/clean-text.ts'
import type { OpenInbox } from '../inboxes/directory.ts'
import { noteSignedOut } from '../inboxes/health.ts'

type Answer = { found: MessageTemplate[] } | { failure: ChannelFailure }

/**
 * Asks the provider for the templates of an inbox and keeps what it says: new ones are added, changed ones changed, and
 * what is gone there is marked. No transaction is open while we wait. A failure is kept in words; the list stays.
 */
export async function fetchTemplates(app: App, tenantId: string, inboxId: string): Promise<void> {
  const inbox = await app.inboxes.byId(tenantId, inboxId)
  if (!inbox?.channel.templates) return
  const askedAt = app.clock.now()
  const answer = await ask(app, inbox)
  await app.db.withTenant(tenantId, async tx => {
    const words = 'failure' in answer ? cleanText(answer.failure.message).slice(0, 500) : null
    // Two who ask at once write one after the other.
    await tx.query(`UPDATE inboxes SET templates_at = $2, templates_words = $3 WHERE id = $1`, [
      inboxId,
      askedAt,
      words,
    ])
    if ('found' in answer) await keep(tx, inboxId, answer.found, askedAt)
    else if (answer.failure.outcome === 'signed-out') await noteSignedOut(app, tx, inboxId, words ?? '')
  })
}

async function ask(app: App, { channel, settings }: OpenInbox): Promise<Answer> {
  try {
    return { found: (await channel.templates?.list(settings, channelIo(app.egress))) ?? [] }
  } catch (error) {
    if (error instanceof ChannelFailure) return { failure: error }
    throw error
  }
}

/** What the provider told us after we asked is newer than its list. */
async function keep(tx: Tx, inboxId: string, found: MessageTemplate[], askedAt: Date): Promise<void> {
  const rows = oneEach(found).map(template => ({
    id: newId(),
    external_id: template.externalId,
    name: template.name,
    language: template.language,
    category: template.category,
    status: template.status,
    reason: template.reason,
    components: template.content,
  }))
  await tx.query(
    `INSERT INTO message_templates AS t (id, inbox_id, external_id, name, language, category, status, reason, components, synced_at)
     SELECT id, $2, external_id, name, language, category, status, reason, components, $3
     FROM json_to_recordset($1::json) AS x(id uuid, external_id text, name text, language text, category text, status text,
       reason text, components jsonb)
     ON CONFLICT (tenant_id, inbox_id, name, language) DO UPDATE SET external_id = EXCLUDED.external_id,
       category = EXCLUDED.category, status = EXCLUDED.status, reason = EXCLUDED.reason,
       components = EXCLUDED.components, synced_at = EXCLUDED.synced_at
     WHERE t.synced_at <= EXCLUDED.synced_at`,
    [JSON.stringify(rows, asStored), inboxId, askedAt],
  )
  await tx.query(
    `UPDATE message_templates SET status = 'removed', reason = 'It is gone at the provider.', synced_at = $2
     WHERE inbox_id = $1 AND status <> 'removed' AND synced_at < $2`,
    [inboxId, askedAt],
  )
}

const asStored = (_name: string, value: unknown) => (typeof value === 'string' ? cleanText(value) : value)

/** One that was deleted may stand beside its successor of the same name. */
function oneEach(found: MessageTemplate[]): MessageTemplate[] {
  const byName = new Map<string, MessageTemplate>()
  for (const template of found) {
    const key = `${template.name} ${template.language}`
    const held = byName.get(key)
    if (!held || held.status === 'removed') byName.set(key, template)
  }
  return [...byName.values()]
}
