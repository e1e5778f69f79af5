import type { z } from 'zod'
import { audit } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { App } from '../app.ts'
import { noSuchBrowser, refuseOthers } from './browsers.ts'
import type { Browser } from './claim.ts'
import type { Payload } from './payload.ts'
import { post } from './post.ts'
import type { PushTest } from './push.api.ts'
import { settleBrowser, subjectOf } from './settle.ts'

/** Tells one browser something at once, even one that was switched off, and says what its service answered. */
export async function tryBrowser(app: App, who: Who, id: string): Promise<z.infer<typeof PushTest>> {
  refuseOthers(who)
  const browser = await app.db.withTenant(who.tenantId, async tx => {
    const { rows } = await tx.query<Browser>(
      `SELECT id AS "subscriptionId", member_id AS "memberId", session_id AS "sessionId", endpoint, keys
       FROM push_subscriptions WHERE id = $1 AND member_id = $2`,
      [id, who.memberId],
    )
    if (!rows[0]) throw noSuchBrowser()
    audit(tx, { action: 'push.test', subject: subjectOf(id) })
    return rows[0]
  })
  const outcome = await post(app, who.tenantId, browser, testPayload(app, who))
  await app.db.withTenant(who.tenantId, async tx => {
    await settleBrowser(tx, id, outcome, app.clock.now())
    // What works again is used again.
    if (outcome.is === 'told') {
      await tx.query('UPDATE push_subscriptions SET is_wanted = true WHERE id = $1', [id])
    }
  })
  return { ok: outcome.is === 'told', words: outcome.words }
}

const testPayload = (app: App, who: Who): Payload => ({
  memberId: who.memberId,
  kind: 'test',
  conversationId: null,
  name: 'Trunkline',
  inbox: null,
  by: null,
  text: '',
  at: app.clock.now().toISOString(),
})
