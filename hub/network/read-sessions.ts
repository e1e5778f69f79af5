import { z } from 'zod'
import { findSessions } from '../../backoffice/radius/index.ts'
import type { Tx } from '../../db/client.ts'
import { cursorMoment, cursorOf } from '../../platform/http/cursor.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { App } from '../app.ts'
import type { SessionPage, SessionsAsked } from './network.api.ts'
import { sessionFilterOf, sessionSortOf } from './session-filter-of.ts'
import { toSession } from './to-session.ts'

const key = {
  start: cursorMoment,
  duration: z.string().regex(/^-?\d{1,15}$/),
  traffic: z.string().regex(/^\d{1,18}$/),
}

/** A page keeps the "now" of the first, so that open sessions do not grow past those that were shown. */
const cursors = (sort: SessionsAsked['sort']) =>
  cursorOf(
    `sessions ${sort}`,
    z.object({ key: key[sessionSortOf(sort).by], id: z.uuid(), asOf: cursorMoment }),
  )

/** A page of the sessions that fit. */
export async function readSessions(
  app: App,
  tx: Tx,
  who: Who,
  { cursor, limit, ...asked }: SessionsAsked & { cursor?: string | undefined; limit: number },
): Promise<z.infer<typeof SessionPage>> {
  const after = cursors(asked.sort).read(cursor)
  const asOf = after ? new Date(after.asOf) : app.clock.now()
  const paging = { sort: sessionSortOf(asked.sort), after, limit: limit + 1, asOf }
  const found = await findSessions(tx, sessionFilterOf(who, asked), paging)
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return {
    items: rows.map(row => toSession(who, row)),
    next:
      found.length > limit && last
        ? cursors(asked.sort).write({ ...last.place, asOf: asOf.toISOString() })
        : null,
  }
}
