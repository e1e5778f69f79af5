import type { z } from 'zod'
import { audit } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import type { App } from '../app.ts'
import { noSuchWebhook } from './find-webhooks.ts'
import { accepted, post } from './post.ts'
import { openSecrets, signingNow } from './secret.ts'
import type { TestResult } from './webhooks.api.ts'

type Row = { name: string; url: string; secret: string }

/** Sends a signed `webhook.test` at once, once, even to a webhook that is off, and says what came back. */
export async function testWebhook(app: App, who: Who, id: string): Promise<z.infer<typeof TestResult>> {
  const row = await app.db.withTenant(who.tenantId, async tx => {
    const { rows } = await tx.query<Row>('SELECT name, url, secret FROM webhooks WHERE id = $1', [id])
    if (!rows[0]) throw noSuchWebhook()
    audit(tx, { action: 'webhooks.test', subject: { kind: 'webhook', id, name: rows[0].name } })
    return rows[0]
  })
  const now = app.clock.now()
  const secrets = await openSecrets(app, who.tenantId, id, row.secret)
  const message = {
    id: newId(),
    type: 'webhook.test',
    timestamp: now.toISOString(),
    data: { webhookId: id, name: row.name },
  }
  const outcome = await post(app, {
    url: row.url,
    secrets: signingNow(secrets, now),
    id: message.id,
    body: JSON.stringify(message),
  })
  const { status, words, durationMs } = outcome
  return { ok: accepted(outcome), status, words, durationMs }
}
