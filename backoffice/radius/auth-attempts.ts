/** Records sign-in attempts beside the work: the reply never waits for them. */
import type { Db } from '../../db/client.ts'
import { gatherByTenant } from '../../platform/gather-by-tenant.ts'
import { newId } from '../../platform/ids.ts'
import type { Log } from './ports.ts'

export type AuthAttempt = {
  nasId: string
  loginId: string | null
  username: string
  callingStationId: string | null
  accepted: boolean
  /** Why, for staff; never the password. */
  words: string
  at: Date
}

export type AuthAttempts = {
  /** Takes it and returns at once. */
  record(tenantId: string, attempt: AuthAttempt): void
  /** Resolves when everything taken so far is written or given up. */
  drain(): Promise<void>
}

const insert = {
  name: 'radius-record-auth-attempts',
  text: `INSERT INTO auth_attempts (id, nas_id, login_id, username, calling_station_id, accepted, words, at)
         SELECT id, "nasId", "loginId", username, "callingStationId", accepted, words, at
         FROM json_to_recordset($1) AS r(id uuid, "nasId" uuid, "loginId" uuid, username text,
           "callingStationId" text, accepted boolean, words text, at timestamptz)`,
}

const MAX_WAITING = 20_000

/** While the database is away at most 20,000 attempts wait; further ones are given up and logged. */
export function createAuthAttempts(
  db: Pick<Db, 'withTenant'>,
  log: Log,
  recorded: (tenantId: string, attempts: readonly AuthAttempt[]) => void = () => {},
): AuthAttempts {
  const waiting = new Set<Promise<void>>()
  let givenUp = 0
  const inserts = gatherByTenant<AuthAttempt, void>(1_000, async (tenantId, attempts) => {
    const rows = attempts.map(attempt => ({ id: newId(), ...attempt }))
    await db.withTenant(tenantId, tx => tx.query(insert, [JSON.stringify(rows)]))
    recorded(tenantId, attempts)
    return attempts.map(() => undefined)
  })
  const giveUp = (error: unknown) => {
    // One line for the first and then for every thousandth: each attempt of a batch fails by itself.
    if (givenUp++ % 1_000 === 0) log.error({ err: error, givenUp }, 'Sign-in attempts could not be recorded')
  }
  return {
    record(tenantId, attempt) {
      if (waiting.size >= MAX_WAITING)
        return giveUp(new Error(`More than ${MAX_WAITING} attempts are waiting`))
      const done = inserts
        .add(tenantId, attempt)
        .catch(giveUp)
        .finally(() => waiting.delete(done))
      waiting.add(done)
    },
    async drain() {
      await Promise.all(waiting)
    },
  }
}
