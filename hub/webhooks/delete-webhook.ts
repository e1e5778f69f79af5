import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import { noSuchWebhook } from './find-webhooks.ts'
import { withoutQuery } from './url.ts'

/** Removes a webhook; what was not delivered yet goes with it. */
export async function deleteWebhook(tx: Tx, id: string): Promise<void> {
  const { rows } = await tx.query<{ name: string; url: string; events: string[] }>(
    'DELETE FROM webhooks WHERE id = $1 RETURNING name, url, events',
    [id],
  )
  if (!rows[0]) throw noSuchWebhook()
  const { name, url, events } = rows[0]
  audit(tx, {
    action: 'webhooks.delete',
    subject: { kind: 'webhook', id, name },
    before: { name, url: withoutQuery(url), events },
  })
}
