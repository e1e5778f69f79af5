import { z } from 'zod'
import { findSignIns } from '../../backoffice/radius/index.ts'
import type { Tx } from '../../db/client.ts'
import { cursorMoment, cursorOf } from '../../platform/http/cursor.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { App } from '../app.ts'
import type { SignInPage, SignInsAsked } from './network.api.ts'
import { resellerOf } from './session-filter-of.ts'
import { toCustomer } from './to-session.ts'

const cursors = cursorOf('sign-ins', z.object({ at: cursorMoment, id: z.uuid() }))

/** Sign-ins are kept for ever; what only a few of them fit is looked for among these days. */
const lookedThroughMs = 30 * 86_400_000

/** A page of the sign-ins that fit, newest first. */
export async function readSignIns(
  app: App,
  tx: Tx,
  who: Who,
  { cursor, limit, ...asked }: SignInsAsked & { cursor?: string | undefined; limit: number },
): Promise<z.infer<typeof SignInPage>> {
  const filter = {
    text: asked.q ?? null,
    words: asked.words ?? null,
    accepted: asked.outcome ? asked.outcome === 'accepted' : null,
    nasId: asked.nas ?? null,
    since: Object.values(asked).some(Boolean) ? new Date(app.clock.now().getTime() - lookedThroughMs) : null,
    resellerId: resellerOf(who),
  }
  const found = await findSignIns(tx, filter, cursors.read(cursor), limit + 1)
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return {
    items: rows.map(row => ({
      id: row.id,
      at: row.at.toISOString(),
      accepted: row.accepted,
      words: row.words,
      login: row.login,
      loginId: row.loginId,
      customer: toCustomer(who, row),
      nas: { id: row.nasId, name: row.nasName },
      mac: row.callingStationId,
    })),
    next: found.length > limit && last ? cursors.write(last.place) : null,
  }
}
