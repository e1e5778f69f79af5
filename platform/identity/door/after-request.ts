/** What follows once the identity library has answered: counts, fresh sessions, the audit trail, and our own answer. */
import { createAuthMiddleware, getSessionFromCtx, isAPIError } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import type { Db } from '../../../db/client.ts'
import type { AccountTrail } from '../account-trail.ts'
import { secondFactorPaths } from '../methods/second-factor.ts'
import { endSessions } from '../sessions.ts'
import { emailOf, type Visits } from './before-request.ts'
import { describe } from './events.ts'
import type { GuessBook, Outcome } from './guessing.ts'
import { methodAt } from './session-fields.ts'

export type AfterDeps = {
  db: Db
  book: GuessBook
  visits: Visits
  trail: AccountTrail
  onSessionsEnded(sessionIds: string[]): void
}

type Context = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0]

/** What setSessionCookie takes is what it leaves in the context as the new session. */
type EndpointContext = Parameters<typeof setSessionCookie>[0]
type NewSession = {
  session: Record<string, unknown> & { id: string }
  user: Record<string, unknown> & { id: string }
}

export const afterRequest = (deps: AfterDeps) =>
  createAuthMiddleware(async ctx => {
    if (!ctx.request) return
    const { returned } = ctx.context
    const visit = deps.visits.get(ctx.request) ?? { userId: null, guess: null }
    const visitor = { path: ctx.path, email: emailOf(ctx.body), headers: ctx.headers, userId: visit.userId }
    await deps.book.close(visitor, visit.guess, outcomeOf(returned))
    const failed = isAPIError(returned) && returned.statusCode >= 400
    if (failed) return
    if (ctx.path === '/change-password' || secondFactorPaths.has(ctx.path)) await renewSession(deps, ctx)
    const made = ctx.context.newSession as NewSession | null
    const event = describe(ctx.path, methodAt(ctx))
    const userId = made?.user.id ?? visit.userId
    if (event && userId) await deps.trail(userId, event, ctx.headers ?? null)
    if (ctx.path === passkeyOptions) return askForVerification(ctx)
    return made ? answer(ctx, made) : undefined
  })

const passkeyOptions = '/passkey/generate-authenticate-options'

/** The library says "preferred"; a device that goes by that would have its answer refused. */
const askForVerification = (ctx: Context) =>
  ctx.json({ ...(ctx.context.returned as object), userVerification: 'required' })

/** Right, wrong, or a request that never got as far as a guess (bad input, a closed method, a bug). */
function outcomeOf(returned: unknown): Outcome {
  if (!isAPIError(returned) || returned.statusCode < 400) return 'right'
  const { code } = (returned.body ?? {}) as { code?: string }
  if (code === 'CODE_USED' || code === 'TOO_MANY') return 'neither'
  return returned.statusCode === 401 || code === 'INVALID_PASSWORD' ? 'wrong' : 'neither'
}

/** A session that became worth more, or whose password changed, gets a new token; the old one ends. */
async function renewSession(deps: AfterDeps, ctx: Context): Promise<void> {
  const context = ctx as unknown as EndpointContext
  if (!ctx.context.newSession) {
    const found = await getSessionFromCtx(ctx)
    if (!found) return
    const session = await context.context.internalAdapter.createSession(found.user.id, false, found.session)
    await setSessionCookie(context, { session, user: found.user })
    await context.context.internalAdapter.deleteSession(found.session.token)
  }
  if (ctx.path !== '/change-password') return
  const kept = ctx.context.newSession as NewSession | null
  if (kept) deps.onSessionsEnded(await endSessions(deps.db, kept.user.id, kept.session.id))
}

/** The same answer for every way in; never the token, which belongs into the cookie alone. */
function answer(ctx: Context, { session, user }: NewSession) {
  const needs = user.twoFactorEnabled === true && !session.secondFactorAt ? 'second-factor' : null
  if (ctx.path === '/callback/:id') {
    if (needs) throw ctx.redirect('/sign-in?needs=second-factor')
    return undefined
  }
  return ctx.json({ user: { id: user.id, email: user.email, name: user.name }, needs })
}
