/**
 * What every new session carries, however it comes to be: by which method, and since when a second factor stands behind it.
 * A path nobody foresaw makes no session.
 */
import { and, eq, lt } from 'drizzle-orm'
import type { Db } from '../../../db/client.ts'
import { authSessions } from '../../../db/schema/index.ts'
import { membershipsOf } from '../memberships.ts'
import { secondFactorPaths } from '../methods/second-factor.ts'
import type { SignInMethod } from '../sign-in-policy.ts'
import { refuse } from './refusals.ts'

const methods: Record<string, SignInMethod> = {
  '/sign-in/email': 'password',
  '/magic-link/verify': 'magic-link',
  '/code/verify': 'code',
  '/passkey/verify-authentication': 'passkey',
}

const byProvider: Record<string, SignInMethod> = { google: 'google', github: 'github', oidc: 'oidc' }

/** Where a session only changes its token: what it carried before comes along. */
const changing = new Set([...secondFactorPaths, '/change-password', '/two-factor/disable'])

type Context = { path?: string | undefined; params?: unknown } | null | undefined
type Made = { userId: string; method?: unknown; secondFactorAt?: unknown }

export function methodAt(context: Context): SignInMethod | undefined {
  const path = context?.path ?? ''
  return path === '/callback/:id'
    ? byProvider[String((context?.params as { id?: unknown } | undefined)?.id)]
    : methods[path]
}

/** Refuses a method the person's tenant has closed, once the secret was right: nobody else learns of it. */
export async function sessionFields(db: Db, made: Made, context: Context): Promise<Record<string, unknown>> {
  const path = context?.path ?? ''
  if (changing.has(path) && typeof made.method === 'string') {
    return secondFactorPaths.has(path) ? { secondFactorAt: new Date() } : {}
  }
  const method = methodAt(context)
  if (!method) return refuse('forbidden', 'unknown_method', 'There is no such way of signing in.')
  const [place] = await membershipsOf(db, made.userId)
  if (place && !place.policy.methods.includes(method)) {
    return refuse(
      'forbidden',
      'method_closed',
      'Your provider has closed this way of signing in. Use another.',
    )
  }
  await forgetExpired(db, made.userId)
  // A passkey with verification is two factors at once.
  return { method, secondFactorAt: method === 'passkey' ? new Date() : null }
}

/** Nobody else clears them away. */
async function forgetExpired(db: Db, userId: string): Promise<void> {
  await db.identity
    .delete(authSessions)
    .where(and(eq(authSessions.userId, userId), lt(authSessions.expiresAt, new Date())))
}
