import type { z } from 'zod'
import { audit } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import type { App } from '../app.ts'
import { findWebhook } from './find-webhooks.ts'
import { refuseTooMany } from './room-for-webhooks.ts'
import { newSecret, sealSecrets } from './secret.ts'
import { refuseUnreadable } from './subscribing.ts'
import { checkUrl, withoutQuery } from './url.ts'
import type { NewWebhook, createWebhook as schema } from './webhooks.api.ts'

/** Adds a webhook. The answer alone carries its secret; no other route tells it. No transaction waits for the look-up. */
export async function createWebhook(
  app: App,
  who: Who,
  input: z.infer<typeof schema>,
): Promise<z.infer<typeof NewWebhook>> {
  refuseUnreadable(who, input.events)
  const url = await checkUrl(app, input.url)
  const id = newId()
  const secret = newSecret()
  const sealed = await sealSecrets(app, who.tenantId, id, { current: secret })
  return app.db.withTenant(who.tenantId, async tx => {
    await refuseTooMany(tx)
    await tx.query(
      'INSERT INTO webhooks (id, name, url, secret, events, created_by_id) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, input.name, url, sealed, input.events, who.memberId],
    )
    audit(tx, {
      action: 'webhooks.create',
      subject: { kind: 'webhook', id, name: input.name },
      after: { name: input.name, url: withoutQuery(url), events: input.events },
    })
    return { ...(await findWebhook(tx, id)), secret }
  })
}
