/** What is looked at before the identity library does anything with a request. */
import { createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import { z } from 'zod'
import type { Db } from '../../../db/client.ts'
import type { Clock } from '../../clock.ts'
import { type SecondCode, secondFactorPaths, takeCode } from '../methods/second-factor.ts'
import { weaknessOf } from '../password-rules.ts'
import type { Guess, GuessBook } from './guessing.ts'
import { needsWholeSession } from './open-paths.ts'
import { refuse, refusing } from './refusals.ts'

/** What is known of a request between its beginning and its end. */
export type Visit = { userId: string | null; guess: Guess | null }
export type Visits = WeakMap<Request, Visit>

export type BeforeDeps = { db: Db; clock: Clock; book: GuessBook; visits: Visits }

type Body = Record<string, unknown>
type Found = Awaited<ReturnType<typeof getSessionFromCtx>>

/** What is no text is nobody's address. */
export function emailOf(body: unknown): string {
  const { email } = (body ?? {}) as Body
  return typeof email === 'string' ? email.slice(0, 320) : ''
}

/** Paths whose guesses count for the person who is signed in. */
const personal = /^\/(two-factor\/|change-password$|passkey\/(?!.*authenticat))/

export const beforeRequest = (deps: BeforeDeps) =>
  createAuthMiddleware(async ctx => {
    // Calls of our own program carry no request: they are not at the door.
    if (!ctx.request) return
    const session = personal.test(ctx.path) ? await getSessionFromCtx(ctx) : null
    if (needsWholeSession(ctx.path)) refuseHalfSession(session)
    if (secondFactorPaths.has(ctx.path) && !session)
      refuse('signed-out', 'SIGNED_OUT', 'Please sign in first.')
    if (ctx.path === '/sign-in/social') refuseExtras(ctx.body)
    if (ctx.path === '/change-password') refuseWeakChange(ctx.body, session)
    const userId = session?.user.id ?? null
    const guess = await refusing(() =>
      deps.book.open({ path: ctx.path, email: emailOf(ctx.body), headers: ctx.headers, userId }),
    )
    deps.visits.set(ctx.request, { userId, guess })
    const code = userId === null ? null : secondCodeOf(ctx.path, ctx.body)
    if (userId !== null && code && !(await takeCode(deps.db, deps.clock, userId, code))) {
      refuse('signed-out', 'CODE_USED', 'This code was used already. Wait for the next one, or take another.')
    }
    // Ending other sessions is ours to do, and always done: see after-request.ts.
    if (ctx.path === '/change-password') return { context: { body: { revokeOtherSessions: false } } }
  })

/** The library lets anyone with a session in; one that still lacks its second factor is nobody's. */
function refuseHalfSession(session: Found): void {
  const whole = session && !(session.user.twoFactorEnabled && !session.session.secondFactorAt)
  if (!whole) refuse('signed-out', 'SIGNED_OUT', 'Please sign in.')
}

const socialBody = z.strictObject({
  provider: z.enum(['google', 'github', 'oidc']),
  // A path of ours: "//" and "/\" would lead to another site.
  callbackURL: z
    .string()
    .max(500)
    .regex(/^\/(?![/\\])[^\\\p{Cc}]*$/u)
    .optional(),
})

/** No tokens, scopes or extra parameters from the browser: all of that is the installation's to say. */
function refuseExtras(body: unknown): void {
  if (!socialBody.safeParse(body).success) {
    refuse('invalid', 'INVALID', 'Send { provider: "google" | "github" | "oidc", callbackURL?: "/a/path" }.')
  }
}

function refuseWeakChange(body: unknown, session: Found): void {
  const { newPassword } = (body ?? {}) as Body
  if (typeof newPassword !== 'string' || !session) return
  const weakness = weaknessOf(newPassword, session.user)
  if (weakness) refuse('invalid', 'WEAK_PASSWORD', weakness)
}

function secondCodeOf(path: string, body: unknown): SecondCode | null {
  const { code } = (body ?? {}) as Body
  if (typeof code !== 'string') return null
  if (path === '/two-factor/verify-totp')
    return /^\d{6}$/.test(code) ? { kind: 'app-code', text: code } : null
  if (path !== '/two-factor/verify-backup-code' || code.length > 100) return null
  return { kind: 'recovery-code', text: code }
}
