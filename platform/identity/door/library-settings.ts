/** How the identity library is set up: tables, passwords, sessions and cookies. No behaviour of ours is here. */
import type { BetterAuthOptions } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import type { Db } from '../../../db/client.ts'
import {
  authAccounts,
  authPasskeys,
  authSessions,
  authTwoFactors,
  authUsers,
  authVerifications,
} from '../../../db/schema/index.ts'
import { newId } from '../../ids.ts'
import type { Log } from '../../log.ts'
import { clientAddressHeader } from '../client-address.ts'
import { refuseUnverified } from '../methods/providers.ts'
import { longestPassword, shortestPassword } from '../password-rules.ts'
import { hashAtTheDoor, verifyAtTheDoor } from '../passwords.ts'
import { refusing } from './refusals.ts'

export type LibraryOptions = { db: Db; publicUrl: string; log: Log; secret: string }

export function librarySettings({ db, publicUrl, log, secret }: LibraryOptions) {
  return {
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    trustedOrigins: originsOf(publicUrl),
    onAPIError: { errorURL: `${publicUrl}/sign-in` },
    database: tables(db),
    emailAndPassword: passwordSettings,
    user: { additionalFields: userFields, validateUserInfo: refuseUnverified },
    account: { accountLinking: { enabled: true, trustedProviders: [], updateUserInfoOnLink: false } },
    session: {
      expiresIn: 60 * 60 * 12,
      updateAge: 60 * 60,
      cookieCache: { enabled: false },
      additionalFields: sessionFields,
    },
    // Ours counts per account and network, in the database: guesses.ts.
    rateLimit: { enabled: false },
    advanced: cookiesAndAddress(publicUrl.startsWith('https://')),
    telemetry: { enabled: false },
    // A wrong password is everyday life, not a warning.
    logger: {
      log: (level: string, message: string) => log[level === 'error' ? 'error' : 'debug']({ auth: message }),
    },
  } satisfies BetterAuthOptions
}

const tables = (db: Db) =>
  drizzleAdapter(db.identity, {
    provider: 'pg',
    schema: {
      user: authUsers,
      session: authSessions,
      account: authAccounts,
      verification: authVerifications,
      twoFactor: authTwoFactors,
      passkey: authPasskeys,
    },
  })

const passwordSettings = {
  enabled: true,
  disableSignUp: true,
  minPasswordLength: shortestPassword,
  maxPasswordLength: longestPassword,
  password: {
    hash: (password: string) => refusing(() => hashAtTheDoor(password)),
    verify: (check: { hash: string; password: string }) => refusing(() => verifyAtTheDoor(check)),
  },
}

const userFields = {
  twoFactorEnabled: { type: 'boolean', input: false, required: false },
  platformOwner: { type: 'boolean', input: false, required: false },
} as const

const sessionFields = {
  method: { type: 'string', input: false, required: false },
  secondFactorAt: { type: 'date', input: false, required: false },
  activeTenantId: { type: 'string', input: false, required: false },
} as const

/** "__Host-" makes browsers refuse a cookie that came without TLS or from a neighbouring host. */
const cookiesAndAddress = (https: boolean) => ({
  cookiePrefix: https ? '__Host-trunkline' : 'trunkline',
  // The library would put "__Secure-" in front of that.
  useSecureCookies: false,
  defaultCookieAttributes: { secure: https, httpOnly: true, sameSite: 'lax' as const, path: '/' },
  ipAddress: { ipAddressHeaders: [clientAddressHeader] },
  database: { generateId: () => newId() },
})

/** On one's own machine localhost and 127.0.0.1 are the same place. */
function originsOf(publicUrl: string): string[] {
  const url = new URL(publicUrl)
  if (url.hostname !== 'localhost' && url.hostname !== '127.0.0.1') return [url.origin]
  return ['localhost', '127.0.0.1'].map(host => `${url.protocol}//${host}${url.port ? `:${url.port}` : ''}`)
}
