/** One try of one claimed notice. No transaction is open while the push service is asked. */
import { actAs, systemActor } from '../../platform/audit/index.ts'
import { isDatabaseAway } from '../../platform/http/problem.ts'
import { livingSessions } from '../../platform/identity/living-sessions.ts'
import { admits } from '../../platform/identity/sign-in-policy.ts'
import type { App } from '../app.ts'
import type { Claimed } from './claim.ts'
import { readEars } from './listeners.ts'
import { type Payload, payloadOf } from './payload.ts'
import { type Outcome, post } from './post.ts'
import { readHappened } from './read-happened.ts'
import { settle } from './settle.ts'
import { worthPushing } from './worth-pushing.ts'

/** At least once: a crash before the outcome is written lets the lease run out, and it is sent again under the same topic. */
export async function deliver(app: App, tenantId: string, claimed: Claimed): Promise<void> {
  const outcome = await attempt(app, tenantId, claimed)
  await actAs(systemActor('Web push'), () => settle(app, tenantId, claimed, outcome))
}

/** A fault of ours drops the notice, so that one we cannot build does not come back for ever. */
async function attempt(app: App, tenantId: string, claimed: Claimed): Promise<Outcome | 'dropped'> {
  try {
    const payload = await readPayload(app, tenantId, claimed)
    return payload ? await post(app, tenantId, claimed, payload) : 'dropped'
  } catch (error) {
    if (isDatabaseAway(error)) throw error
    // Its name only: the words of a failure may hold the address of the browser.
    const { name } = error as Error
    app.log.error({ fault: name, tenantId, subscriptionId: claimed.subscriptionId }, 'push not sent')
    return 'dropped'
  }
}

/** Asked again at every try: by now the session may be over, the hours quiet, the conversation read or closed to them. */
async function readPayload(app: App, tenantId: string, claimed: Claimed): Promise<Payload | null> {
  const { memberId, sessionId, eventId } = claimed
  const session = (await livingSessions(app.db, [sessionId])).get(sessionId)
  // One that went over to another provider is told of that one only.
  if (!session || (session.activeTenantId ?? tenantId) !== tenantId) return null
  return app.db.withTenant(tenantId, async tx => {
    const [about] = await readHappened(tx, [eventId])
    const [ears] = await readEars(tx, [memberId])
    if (!about || !ears || !admits(ears.standing.policy, session.method)) return null
    const looks = (member: string, conversationId: string) =>
      app.live.isLookedAt(tenantId, member, conversationId)
    const kind = worthPushing(about, ears, app.clock.now(), looks)
    return kind && payloadOf(about, kind, ears.standing)
  })
}
