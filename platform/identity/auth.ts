/**
 * Sign-in by better-auth. People are made by us, never by signing up; what may be asked of it from outside is a short list;
 * and every session says how it came to be, so that one place (who-is.ts) decides whether it counts.
 */
import { betterAuth } from 'better-auth'
import type { Db } from '../../db/client.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Egress } from '../egress/index.ts'
import type { Log } from '../log.ts'
import { createAccountTrail } from './account-trail.ts'
import { afterRequest } from './door/after-request.ts'
import { createAsking, type SendToPerson } from './door/asking.ts'
import { beforeRequest, type Visits } from './door/before-request.ts'
import { createGuessBook } from './door/guessing.ts'
import { librarySettings } from './door/library-settings.ts'
import { refuse } from './door/refusals.ts'
import { sessionFields } from './door/session-fields.ts'
import { createGuesses } from './guesses.ts'
import { linksAndCodes } from './methods/links-and-codes.ts'
import { passkeys } from './methods/passkeys.ts'
import { providers } from './methods/providers.ts'
import { secondFactor } from './methods/second-factor.ts'
import { createOneTime } from './one-time.ts'

export type AuthOptions = {
  db: Db
  clock: Clock
  config: Config
  egress: Egress
  log: Log
  /** Signs cookies and encrypts second factors. */
  secret: string
  /** Reaches a person at an address of their own, through an inbox of their tenant. */
  send: SendToPerson
  /** Told of sessions that were ended here, so that their sockets end too. */
  onSessionsEnded(sessionIds: string[]): void
}

export type Auth = ReturnType<typeof createAuth>

export function createAuth(options: AuthOptions) {
  const { db, clock, config, log } = options
  const guesses = createGuesses(db, clock)
  const trail = createAccountTrail(db, log)
  const asking = createAsking({ db, log, send: options.send })
  const book = createGuessBook(guesses)
  const visits: Visits = new WeakMap()
  const { publicUrl } = config
  const auth = betterAuth({
    ...librarySettings({ db, publicUrl, log, secret: options.secret }),
    plugins: [
      secondFactor(new URL(publicUrl).host),
      passkeys(publicUrl),
      providers(config, options.egress, log),
      linksAndCodes({
        db,
        publicUrl,
        asking,
        trail,
        oneTime: createOneTime(db, clock, options.secret),
        onSessionsEnded: options.onSessionsEnded,
      }),
    ],
    databaseHooks: {
      // Whatever way of signing up some part of the library may offer: it makes nobody.
      user: {
        create: { before: async () => refuse('forbidden', 'signup_disabled', 'Ask for an invitation.') },
      },
      session: {
        create: { before: async (made, ctx) => ({ data: await sessionFields(db, made, ctx) }) },
      },
    },
    hooks: {
      before: beforeRequest({ db, clock, book, visits }),
      after: afterRequest({ db, book, visits, trail, onSessionsEnded: options.onSessionsEnded }),
    },
  })
  return Object.assign(auth, { guesses, settled: asking.settled })
}
