/** How one person likes the screen. It follows them to each of their devices; nobody else sees it. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { defaultPreferences, Preferences, type putPreferences } from './preferences.api.ts'

/** All of them: what was never chosen is as it comes. */
export async function readPreferences(tx: Tx, who: Who): Promise<Preferences> {
  return read(tx, who, 'SELECT preferences FROM members WHERE id = $1')
}

/** Keeps those given and answers all. Their other screens learn of it. */
export async function writePreferences(
  app: App,
  tx: Tx,
  who: Who,
  change: z.infer<typeof putPreferences>,
): Promise<Preferences> {
  if (who.impersonation) throw new Refusal('forbidden', 'Only the person signed in may do this.')
  // Locked, so that two devices that change different things at once both have their way.
  const before = await read(tx, who, 'SELECT preferences FROM members WHERE id = $1 FOR UPDATE')
  const after = Preferences.parse({ ...before, ...change })
  await tx.query('UPDATE members SET preferences = $2 WHERE id = $1', [who.memberId, JSON.stringify(after)])
  tx.afterCommit(() => app.live.toPerson(who.tenantId, who.memberId, 'preferences', after))
  return after
}

async function read(tx: Tx, who: Who, sql: string): Promise<Preferences> {
  const { rows } = await tx.query<{ preferences: Record<string, unknown> }>(sql, [who.memberId])
  const [row] = rows
  if (!row) throw new Refusal('missing', 'There is no such colleague.')
  // Kept by an older program, one of them may no longer be understood: it alone is as it comes.
  const understood = Object.entries(Preferences.shape).flatMap(([name, shape]) => {
    const kept = shape.safeParse(row.preferences[name])
    return kept.success ? [[name, kept.data]] : []
  })
  return { ...defaultPreferences, ...Object.fromEntries(understood) }
}
