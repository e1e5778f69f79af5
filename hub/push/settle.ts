/** Writes what came of a try: the notice goes or waits, and the browser fares well, badly, or is over. */
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import type { App } from '../app.ts'
import { waitMs } from '../webhooks/backoff.ts'
import type { Claimed } from './claim.ts'
import type { Outcome } from './post.ts'

/** A browser whose service refuses so many in a row is switched off, and its owner sees it. */
export const mostFailures = 5

/** A notice that was taken over by a newer event meanwhile is told anew; one that was taken by another worker is theirs. */
export async function settle(
  app: App,
  tenantId: string,
  claimed: Claimed,
  outcome: Outcome | 'dropped',
): Promise<void> {
  await app.db.withTenant(tenantId, async tx => {
    if (outcome === 'dropped') return finish(tx, claimed)
    await settleBrowser(tx, claimed.subscriptionId, outcome, app.clock.now())
    if (outcome.is === 'gone') return
    const wait = outcome.is === 'later' ? waitMs(claimed.tries, Math.random(), outcome.retryAfterMs) : null
    if (wait === null) return finish(tx, claimed)
    await tx.query(
      `UPDATE push_notices SET lease_until = NULL, next_try_at = $3 WHERE id = $1 AND (tries = $2 OR tries = 0)`,
      [claimed.noticeId, claimed.tries, new Date(app.clock.now().getTime() + wait)],
    )
  })
}

async function finish(tx: Tx, { noticeId, eventId }: Claimed): Promise<void> {
  const { rowCount } = await tx.query('DELETE FROM push_notices WHERE id = $1 AND event_id = $2', [
    noticeId,
    eventId,
  ])
  if (rowCount === 0) await tx.query('UPDATE push_notices SET lease_until = NULL WHERE id = $1', [noticeId])
}

/** What the answer says of the browser, whichever message it was about. */
export async function settleBrowser(tx: Tx, id: string, outcome: Outcome, now: Date): Promise<void> {
  if (outcome.is === 'told') {
    await tx.query('UPDATE push_subscriptions SET last_sent_at = $2, failures = 0 WHERE id = $1', [id, now])
  } else if (outcome.is === 'gone') {
    const { rowCount } = await tx.query('DELETE FROM push_subscriptions WHERE id = $1', [id])
    if (rowCount) audit(tx, { action: 'push.remove', subject: subjectOf(id), reason: outcome.words })
  } else if (outcome.is === 'refused') await countFailure(tx, id, outcome.words)
}

async function countFailure(tx: Tx, id: string, words: string): Promise<void> {
  const { rows } = await tx.query<{ failures: number; is_wanted: boolean }>(
    'UPDATE push_subscriptions SET failures = failures + 1 WHERE id = $1 RETURNING failures, is_wanted',
    [id],
  )
  const row = rows[0]
  if (!row?.is_wanted || row.failures < mostFailures) return
  await tx.query('UPDATE push_subscriptions SET is_wanted = false WHERE id = $1', [id])
  await tx.query('DELETE FROM push_notices WHERE subscription_id = $1', [id])
  audit(tx, {
    action: 'push.disable',
    subject: subjectOf(id),
    before: { enabled: true },
    after: { enabled: false },
    reason: words,
  })
}

export const subjectOf = (id: string) => ({ kind: 'push-subscription', id })
