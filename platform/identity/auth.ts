/** Sign-in by better-auth: email and password; people are made by us, never by signing up. */
import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import type { Db } from '../../db/client.ts'
import { authAccounts, authSessions, authUsers, authVerifications } from '../../db/schema/index.ts'
import type { Log } from '../log.ts'
import { clientAddressHeader } from './client-address.ts'
import { hashPassword, verifyPassword } from './passwords.ts'

export type AuthOptions = { db: Db; secret: string; publicUrl: string; log: Log }

export function createAuth(options: AuthOptions) {
  return betterAuth({
    baseURL: options.publicUrl,
    basePath: '/api/auth',
    secret: options.secret,
    trustedOrigins: originsOf(options.publicUrl),
    database: drizzleAdapter(options.db.identity, {
      provider: 'pg',
      schema: {
        user: authUsers,
        session: authSessions,
        account: authAccounts,
        verification: authVerifications,
      },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 10,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    user: {
      additionalFields: {
        twoFactorEnabled: { type: 'boolean', input: false, required: false },
        platformOwner: { type: 'boolean', input: false, required: false },
      },
    },
    session: {
      expiresIn: 60 * 60 * 12,
      updateAge: 60 * 60,
      cookieCache: { enabled: false },
      additionalFields: {
        method: { type: 'string', input: false, required: false },
        secondFactorAt: { type: 'date', input: false, required: false },
        activeTenantId: { type: 'string', input: false, required: false },
      },
    },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 300,
      customRules: { '/sign-in/email': { window: 60, max: 20 } },
    },
    advanced: {
      cookiePrefix: 'trunkline',
      useSecureCookies: options.publicUrl.startsWith('https://'),
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
    },
    telemetry: { enabled: false },
    // A wrong password is everyday life, not a warning.
    logger: {
      log: (level, message) => options.log[level === 'error' ? 'error' : 'debug']({ auth: message }),
    },
  })
}

/** On one's own machine localhost and 127.0.0.1 are the same place. */
function originsOf(publicUrl: string): string[] {
  const url = new URL(publicUrl)
  if (url.hostname !== 'localhost' && url.hostname !== '127.0.0.1') return [url.origin]
  return ['localhost', '127.0.0.1'].map(host => `${url.protocol}//${host}${url.port ? `:${url.port}` : ''}`)
}

export type Auth = ReturnType<typeof createAuth>
