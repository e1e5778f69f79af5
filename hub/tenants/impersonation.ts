/** Looking through a member's eyes: begun with a reason, ended by time or by hand, both written where the tenant can read it. */
import type { z } from 'zod'
import { audit } from '../../platform/audit/index.ts'
import { findImpersonation } from '../../platform/identity/impersonation.ts'
import { readStandings } from '../../platform/identity/standing.ts'
import type { Operator } from '../../platform/identity/who-is.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import type { impersonate as schema } from './tenants.api.ts'
import { findTenant } from './tenants.ts'

/** Bound to the operator's session. Refuses a second one while the first runs, and a member who is switched off. */
export async function startImpersonation(
  app: App,
  operator: Operator,
  tenantId: string,
  input: z.infer<typeof schema>,
): Promise<void> {
  await findTenant(app.db, tenantId)
  if (await findImpersonation(app.db, operator.sessionId)) {
    throw new Refusal('conflict', 'You look through somebody’s eyes already; end that first.')
  }
  await app.db.withTenant(tenantId, async tx => {
    const member = (await readStandings(tx, [input.memberId])).get(input.memberId)
    if (!member) throw new Refusal('missing', 'There is no such member.')
    await tx.query(
      `INSERT INTO impersonations (id, member_id, operator_user_id, operator_name, session_id, reason, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, now() + $7 * interval '1 minute')`,
      [
        newId(),
        input.memberId,
        operator.userId,
        operator.name,
        operator.sessionId,
        input.reason,
        input.minutes,
      ],
    )
    audit(tx, {
      action: 'impersonation.start',
      subject: { kind: 'member', id: member.memberId, name: member.name },
      after: { minutes: input.minutes },
      reason: input.reason,
    })
  })
  app.whoIs.forgetSession(operator.sessionId)
  app.live.endSession(operator.sessionId)
}

/** Ends it now; doing so when none runs changes nothing. */
export async function endImpersonation(app: App, operator: Operator): Promise<void> {
  const running = await findImpersonation(app.db, operator.sessionId)
  if (!running) return
  await app.db.withTenant(running.tenantId, async tx => {
    const member = (await readStandings(tx, [running.memberId])).get(running.memberId)
    await tx.query('UPDATE impersonations SET ended_at = now() WHERE id = $1', [running.id])
    audit(tx, {
      action: 'impersonation.end',
      subject: { kind: 'member', id: running.memberId, name: member?.name ?? null },
    })
  })
  app.whoIs.forgetSession(operator.sessionId)
  app.live.endSession(operator.sessionId)
}
