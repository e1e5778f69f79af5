/** This browser is told from now on. One session is one browser: what it subscribed with before goes. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { checkUrl } from '../webhooks/url.ts'
import { findBrowser, refuseOthers } from './browsers.ts'
import { sealKeys } from './keys.ts'
import type { PushBrowser, subscribe as schema } from './push.api.ts'
import { subjectOf } from './settle.ts'

const mostBrowsers = 20

/** No transaction waits for the look-up of the address. The same browser that asks again is answered the same. */
export async function subscribe(
  app: App,
  who: Who,
  { endpoint: text, keys }: z.infer<typeof schema>,
): Promise<z.infer<typeof PushBrowser>> {
  refuseOthers(who)
  if (app.config.WEB_PUSH === 'off') throw new Refusal('conflict', 'This installation sends no web push.')
  const endpoint = await checkEndpoint(app, text)
  const id = newId()
  const sealed = await sealKeys(app, who.tenantId, id, keys)
  return app.db.withTenant(who.tenantId, async tx => {
    await replaceOld(tx, who, endpoint)
    await tx.query(
      `INSERT INTO push_subscriptions (id, member_id, session_id, endpoint, keys) VALUES ($1, $2, $3, $4, $5)`,
      [id, who.memberId, who.sessionId, endpoint, sealed],
    )
    audit(tx, { action: 'push.subscribe', subject: subjectOf(id) })
    return findBrowser(app, tx, who, id)
  })
}

/** What this session had, and whoever sat at this browser before. */
async function replaceOld(tx: Tx, who: Who, endpoint: string): Promise<void> {
  // One person at a time, so that two tabs that subscribe at once leave one row.
  await tx.query('SELECT 1 FROM members WHERE id = $1 FOR UPDATE', [who.memberId])
  await tx.query(
    'DELETE FROM push_subscriptions WHERE endpoint = $1 OR (member_id = $2 AND session_id = $3)',
    [endpoint, who.memberId, who.sessionId],
  )
  const { rows } = await tx.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM push_subscriptions WHERE member_id = $1',
    [who.memberId],
  )
  if ((rows[0]?.count ?? 0) >= mostBrowsers) {
    throw new Refusal('conflict', `You are told in ${mostBrowsers} browsers already: remove one first.`)
  }
}

/** The same door as webhooks go through: https, nothing private. */
async function checkEndpoint(app: App, text: string): Promise<string> {
  try {
    return await checkUrl(app, text)
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'invalid') throw error
    const detail = error.message
    throw new Refusal('invalid', detail, { errors: [{ pointer: '/endpoint', detail }] })
  }
}
