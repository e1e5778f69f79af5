import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit, changed } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { App } from '../app.ts'
import { findWebhook, noSuchWebhook, type WebhookView } from './find-webhooks.ts'
import { refuseUnreadable } from './subscribing.ts'
import { checkUrl, withoutQuery } from './url.ts'
import type { changeWebhook as schema } from './webhooks.api.ts'

type Change = z.infer<typeof schema>

/** Changes name, address and events, and switches on or off. No transaction waits for the look-up of a new address. */
export async function changeWebhook(app: App, who: Who, id: string, input: Change): Promise<WebhookView> {
  await app.db.withTenant(who.tenantId, tx => findWebhook(tx, id))
  const url = input.url === undefined ? undefined : await checkUrl(app, input.url)
  return app.db.withTenant(who.tenantId, async tx => {
    const { rowCount } = await tx.query('SELECT 1 FROM webhooks WHERE id = $1 FOR UPDATE', [id])
    if (rowCount === 0) throw noSuchWebhook()
    const before = await findWebhook(tx, id)
    const after = {
      ...before,
      name: input.name ?? before.name,
      url: url ?? before.url,
      events: input.events ?? before.events,
      enabled: input.enabled ?? before.enabled,
    }
    const moved = after.url !== before.url
    // Another address for the same events tells them to somebody else.
    if (moved || input.events) refuseUnreadable(who, after.events)
    if (moved || input.enabled) after.failingSince = null
    await save(app, tx, who, before, after)
    return findWebhook(tx, id)
  })
}

async function save(app: App, tx: Tx, who: Who, before: WebhookView, after: WebhookView): Promise<void> {
  await tx.query(
    `UPDATE webhooks SET name = $2, url = $3, events = $4, failing_since = CASE WHEN $5 THEN NULL ELSE failing_since END,
       disabled_at = CASE WHEN $6 THEN NULL ELSE COALESCE(disabled_at, $7) END,
       disabled_reason = CASE WHEN $6 THEN NULL ELSE COALESCE(disabled_reason, $8) END WHERE id = $1`,
    [
      after.id,
      after.name,
      after.url,
      after.events,
      after.failingSince === null,
      after.enabled,
      app.clock.now(),
      `Switched off by ${who.name}.`,
    ],
  )
  const difference = changed(audited(before), audited(after))
  if (!difference) return
  audit(tx, {
    action: 'webhooks.change',
    subject: { kind: 'webhook', id: after.id, name: after.name },
    ...difference,
  })
}

const audited = (webhook: WebhookView) => ({
  name: webhook.name,
  url: withoutQuery(webhook.url),
  events: webhook.events,
  enabled: webhook.enabled,
})
