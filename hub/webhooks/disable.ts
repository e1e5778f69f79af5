import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import { recordEvent } from '../../platform/events.ts'
import type { App } from '../app.ts'

/** Switches off a webhook whose receiver fails, and makes sure it is noticed. Once: a webhook that is off stays so. */
export async function disableFailing(app: App, tx: Tx, id: string, reason: string, now: Date): Promise<void> {
  const { rows } = await tx.query<{ name: string }>(
    `UPDATE webhooks SET disabled_at = $2, disabled_reason = $3 WHERE id = $1 AND disabled_at IS NULL RETURNING name`,
    [id, now, reason],
  )
  const name = rows[0]?.name
  if (name === undefined) return
  audit(tx, {
    action: 'webhooks.disable',
    subject: { kind: 'webhook', id, name },
    before: { enabled: true },
    after: { enabled: false },
    reason,
  })
  await recordEvent(tx, { type: 'webhook.disabled', data: { webhookId: id, name, reason } })
  tx.afterCommit(() => app.log.warn({ tenantId: tx.tenantId, webhookId: id, reason }, 'webhook switched off'))
}
