/** One try of one claimed delivery. No transaction is open while the receiver is asked. */
import { actAs, systemActor } from '../../platform/audit/index.ts'
import { isDatabaseAway } from '../../platform/http/problem.ts'
import type { App } from '../app.ts'
import type { Claimed } from './claim.ts'
import { readPayload } from './payload.ts'
import { type Outcome, post } from './post.ts'
import { openSecrets, signingNow } from './secret.ts'
import { settle } from './settle.ts'

/** At least once: a crash before the outcome is written lets the lease run out, and it is sent again under the same id. */
export async function deliver(app: App, tenantId: string, claimed: Claimed, now: Date): Promise<void> {
  const outcome = await attempt(app, tenantId, claimed)
  await actAs(systemActor('Webhooks'), () => settle(app, tenantId, claimed, outcome, now))
}

/** A fault of ours is an outcome too, so that one delivery we cannot build does not come back for ever. */
export async function attempt(app: App, tenantId: string, claimed: Claimed): Promise<Outcome> {
  try {
    const payload = await app.db.withTenant(tenantId, tx => readPayload(tx, claimed.eventId))
    const secrets = await openSecrets(app, tenantId, claimed.webhookId, claimed.secret)
    return await post(app, {
      url: claimed.url,
      secrets: signingNow(secrets, app.clock.now()),
      id: claimed.eventId,
      body: JSON.stringify(payload),
    })
  } catch (error) {
    if (isDatabaseAway(error)) throw error
    app.log.error({ err: error, tenantId, deliveryId: claimed.deliveryId }, 'webhook not sent')
    return { status: null, words: 'Something broke here before it was sent.', durationMs: 0, retryAfterMs: 0 }
  }
}
