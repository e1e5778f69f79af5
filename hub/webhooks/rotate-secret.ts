import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import type { App } from '../app.ts'
import { noSuchWebhook } from './find-webhooks.ts'
import { newSecret, openSecrets, rotated, sealSecrets } from './secret.ts'
import type { NewSecret } from './webhooks.api.ts'

/** Makes a new secret, told only in this answer. For 24 hours deliveries carry a signature of the one before as well. */
export async function rotateSecret(app: App, tx: Tx, id: string): Promise<z.infer<typeof NewSecret>> {
  const { rows } = await tx.query<{ name: string; secret: string }>(
    'SELECT name, secret FROM webhooks WHERE id = $1 FOR UPDATE',
    [id],
  )
  const row = rows[0]
  if (!row) throw noSuchWebhook()
  const secret = newSecret()
  const before = await openSecrets(app, tx.tenantId, id, row.secret)
  const secrets = rotated(before, secret, app.clock.now())
  await tx.query('UPDATE webhooks SET secret = $2 WHERE id = $1', [
    id,
    await sealSecrets(app, tx.tenantId, id, secrets),
  ])
  audit(tx, {
    action: 'webhooks.rotate-secret',
    subject: { kind: 'webhook', id, name: row.name },
    after: { previousUntil: secrets.until },
  })
  return { secret, previousUntil: secrets.until }
}
