/** Decides who may come online. */
import type { Db } from '../../db/client.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Secrets } from '../../platform/secrets/index.ts'
import { type AuthAttempt, type AuthAttempts, createAuthAttempts } from './auth-attempts.ts'
import { readCredentials } from './check-credentials.ts'
import { Attr } from './codec/attributes.ts'
import { readText } from './codec/read.ts'
import { decideSignIn } from './decide-sign-in.ts'
import { createFindLogin } from './find-login.ts'
import { lineAttributes } from './line-attributes.ts'
import type { Authenticate, Log } from './ports.ts'

/**
 * Makes the verb. It rejects (throws) when the login cannot be read or its password cannot be unsealed, so that the
 * server stays silent. Each decision is recorded with its reason; `drain` waits for those records.
 */
export function createAuthenticate(needs: {
  db: Pick<Db, 'withTenant'>
  secrets: Pick<Secrets, 'open'>
  clock: Clock
  log: Log
  /** Told of sign-ins once they are recorded. */
  recorded?: (tenantId: string, attempts: readonly AuthAttempt[]) => void
}): { authenticate: Authenticate; drain: AuthAttempts['drain'] } {
  const findLogin = createFindLogin(needs.db)
  const attempts = createAuthAttempts(needs.db, needs.log, needs.recorded)
  const authenticate: Authenticate = async (nas, request) => {
    const { tenantId, nasId } = nas
    const username = readText(request, Attr.userName) ?? ''
    const login = await findLogin(tenantId, username)
    const place = { tenantId, table: 'logins', column: 'password' }
    const password = login ? await needs.secrets.open({ ...place, id: login.id }, login.password) : ''
    const decision = decideSignIn(login, readCredentials(request, nas.secretOctets), password)
    attempts.record(tenantId, {
      nasId,
      loginId: login?.id ?? null,
      username,
      callingStationId: readText(request, Attr.callingStationId) ?? null,
      accepted: decision.accepted,
      words: decision.words,
      at: needs.clock.now(),
    })
    if (!decision.accepted) return { accepted: false, replyMessage: decision.replyMessage }
    return { accepted: true, attributes: login ? lineAttributes(login) : [] }
  }
  return { authenticate, drain: attempts.drain }
}
