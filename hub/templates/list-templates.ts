import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { loadInbox } from '../inboxes/manage-inboxes.ts'
import { openSettings } from '../inboxes/settings.ts'
import { fetchTemplates } from './fetch-templates.ts'
import { readTemplates, templateOf } from './template-row.ts'
import type { MessageTemplates } from './templates.api.ts'

type Listed = z.infer<typeof MessageTemplates>

/** Those of one inbox the member may use, without what is gone at the provider. */
export async function listTemplates(app: App, tx: Tx, who: Who, inboxId: string): Promise<Listed> {
  const { row, channel } = await loadInbox(app, tx, who, inboxId)
  if (!channel.templates) throw new Refusal('invalid', `${channel.title} has no message templates.`)
  const settings = await openSettings(app.secrets, who.tenantId, inboxId, row.settings)
  const missing = channel.templates.missing(settings)
  const { rows } = await tx.query<{ at: Date | null; words: string | null }>(
    'SELECT templates_at AS at, templates_words AS words FROM inboxes WHERE id = $1',
    [inboxId],
  )
  const found = await readTemplates(tx, `t.inbox_id = $1 AND t.status <> 'removed'`, [inboxId])
  const items = found.map(templateOf)
  return {
    items: [...items.filter(one => one.sendable), ...items.filter(one => !one.sendable)],
    fetchedAt: rows[0]?.at?.toISOString() ?? null,
    problem: missing ?? rows[0]?.words ?? null,
    canFetch: missing === null,
  }
}

/** Asks the provider first. What it says against that stands in `problem`, beside the list as it was. */
export async function freshTemplates(app: App, who: Who, inboxId: string): Promise<Listed> {
  const list = () => app.db.withTenant(who.tenantId, tx => listTemplates(app, tx, who, inboxId))
  const { canFetch } = await list()
  if (canFetch) await fetchTemplates(app, who.tenantId, inboxId)
  return list()
}
