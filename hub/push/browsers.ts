/** The browsers a member is told in: listed and removed. Nobody else's are found. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import { sessionsOf } from '../../platform/identity/sessions.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { deviceWords } from '../sign-in/device-words.ts'
import { ourKeys } from './post.ts'
import type { Push, PushBrowser } from './push.api.ts'
import { subjectOf } from './settle.ts'

type Row = {
  id: string
  session_id: string
  is_wanted: boolean
  created_at: Date
  last_sent_at: Date | null
}

const columns = 'id, session_id, is_wanted, created_at, last_sent_at'

export async function listBrowsers(app: App, tx: Tx, who: Who): Promise<z.infer<typeof Push>> {
  const { rows } = await tx.query<Row>(
    `SELECT ${columns} FROM push_subscriptions WHERE member_id = $1 ORDER BY created_at DESC, id`,
    [who.memberId],
  )
  const isOn = app.config.WEB_PUSH === 'on'
  return {
    publicKey: isOn ? ourKeys(app).publicKey.toString('base64url') : null,
    items: await viewsOf(app, who, rows),
  }
}

export async function findBrowser(
  app: App,
  tx: Tx,
  who: Who,
  id: string,
): Promise<z.infer<typeof PushBrowser>> {
  const { rows } = await tx.query<Row>(
    `SELECT ${columns} FROM push_subscriptions WHERE id = $1 AND member_id = $2`,
    [id, who.memberId],
  )
  const [view] = await viewsOf(app, who, rows)
  if (!view) throw noSuchBrowser()
  return view
}

export async function removeBrowser(tx: Tx, who: Who, id: string): Promise<void> {
  refuseOthers(who)
  const { rowCount } = await tx.query('DELETE FROM push_subscriptions WHERE id = $1 AND member_id = $2', [
    id,
    who.memberId,
  ])
  if (rowCount === 0) throw noSuchBrowser()
  audit(tx, { action: 'push.remove', subject: subjectOf(id) })
}

/** What a browser is called stands with the session it was subscribed in. */
async function viewsOf(app: App, who: Who, rows: Row[]): Promise<z.infer<typeof PushBrowser>[]> {
  const sessions = rows.length > 0 ? await sessionsOf(app.db, who.userId) : []
  const agents = new Map(sessions.map(session => [session.id, session.userAgent]))
  return rows.map(row => ({
    id: row.id,
    device: deviceWords(agents.get(row.session_id) ?? null),
    current: row.session_id === who.sessionId,
    enabled: row.is_wanted,
    createdAt: row.created_at.toISOString(),
    lastSentAt: row.last_sent_at?.toISOString() ?? null,
  }))
}

export const noSuchBrowser = () => new Refusal('missing', 'There is no such browser of yours.')

/** A program's key and borrowed eyes are not the person: they are told nothing. */
export function refuseOthers(who: Who): void {
  if (who.key || who.impersonation) throw new Refusal('forbidden', 'Only the person signed in may do this.')
}
