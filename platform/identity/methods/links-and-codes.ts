/**
 * Signing in by a link or a code, and choosing a new password by a link. None of them makes a person, verifies an address
 * or removes a credential; they open a session for somebody who is there already, and no more of one than a password does.
 */
import type { BetterAuthPlugin } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'
import type { Db } from '../../../db/client.ts'
import type { AccountTrail } from '../account-trail.ts'
import { setPassword } from '../create-user.ts'
import type { Asking } from '../door/asking.ts'
import { resetLink, signInCode, signInLink } from '../door/messages.ts'
import { refuse, refusing } from '../door/refusals.ts'
import type { OneTime } from '../one-time.ts'
import { weaknessOf } from '../password-rules.ts'
import { findPerson } from '../security.ts'
import { endSessions } from '../sessions.ts'

export type LinksAndCodes = {
  db: Db
  publicUrl: string
  oneTime: OneTime
  asking: Asking
  trail: AccountTrail
  /** Told after every session of this person was ended. */
  onSessionsEnded(sessionIds: string[]): void
}

const email = z.email().max(320)
const askBody = z.strictObject({ email })
const codeAskBody = z.strictObject({ email, via: z.enum(['email', 'sms', 'whatsapp']).default('email') })
const tokenBody = z.strictObject({ token: z.string().max(200) })
const codeBody = z.strictObject({ email, code: z.string().max(20) })
const resetBody = z.strictObject({ token: z.string().max(200), newPassword: z.string().max(1_000) })

type EndpointContext = Parameters<typeof setSessionCookie>[0]

/** The session's method and what is missing of it are decided where every session is made: session-fields.ts. */
async function startSession(ctx: EndpointContext, userId: string | null, wrong: string) {
  const user = userId === null ? null : await ctx.context.internalAdapter.findUserById(userId)
  if (!user) return refuse('signed-out', 'NOT_VALID', wrong)
  const session = await ctx.context.internalAdapter.createSession(user.id, false)
  await setSessionCookie(ctx, { session, user })
  return { user }
}

const wrongLink = 'This link is used, too old or not complete. Ask for a new one.'
const wrongCode = 'This code is wrong, used or too old. Ask for a new one if it stays so.'

const magicLink = ({ oneTime, asking, publicUrl }: LinksAndCodes) => ({
  requestMagicLink: createAuthEndpoint(
    '/magic-link/request',
    { method: 'POST', body: askBody },
    async ctx => {
      await refusing(async () =>
        asking.ask(ctx.body.email, 'magic-link', async userId =>
          signInLink(publicUrl, await oneTime.newLink(userId, 'magic-link')),
        ),
      )
      return ctx.json({ sent: true })
    },
  ),
  verifyMagicLink: createAuthEndpoint('/magic-link/verify', { method: 'POST', body: tokenBody }, async ctx =>
    ctx.json(await startSession(ctx, await oneTime.useLink(ctx.body.token, 'magic-link'), wrongLink)),
  ),
})

const codes = ({ oneTime, asking, publicUrl }: LinksAndCodes) => ({
  requestCode: createAuthEndpoint('/code/request', { method: 'POST', body: codeAskBody }, async ctx => {
    const { email, via } = ctx.body
    await refusing(async () =>
      asking.ask(email, 'code', async userId => signInCode(publicUrl, via, await oneTime.newCode(userId))),
    )
    return ctx.json({ sent: true })
  }),
  verifyCode: createAuthEndpoint('/code/verify', { method: 'POST', body: codeBody }, async ctx =>
    ctx.json(await startSession(ctx, await oneTime.useCode(ctx.body.email, ctx.body.code), wrongCode)),
  ),
})

const reset = (deps: LinksAndCodes) => ({
  requestReset: createAuthEndpoint(
    '/password/request-reset',
    { method: 'POST', body: askBody },
    async ctx => {
      await refusing(async () =>
        deps.asking.ask(ctx.body.email, 'password', async userId =>
          resetLink(deps.publicUrl, await deps.oneTime.newLink(userId, 'reset-password')),
        ),
      )
      return ctx.json({ sent: true })
    },
  ),
  resetPasswordByLink: createAuthEndpoint(
    '/password/reset',
    { method: 'POST', body: resetBody },
    async ctx => {
      await resetPassword(deps, ctx.body, ctx.headers ?? null)
      return ctx.json({ done: true })
    },
  ),
})

export const linksAndCodes = (deps: LinksAndCodes) =>
  ({
    id: 'trunkline-links-and-codes',
    endpoints: { ...magicLink(deps), ...codes(deps), ...reset(deps) },
  }) satisfies BetterAuthPlugin

/** A weak password does not use the link up: the person corrects it and goes on. */
async function resetPassword(
  deps: LinksAndCodes,
  given: { token: string; newPassword: string },
  headers: Headers | null,
): Promise<void> {
  const owner = await deps.oneTime.ownerOf(given.token, 'reset-password')
  const person = owner === null ? null : await findPerson(deps.db, owner)
  if (!person) return refuse('signed-out', 'NOT_VALID', wrongLink)
  const weakness = weaknessOf(given.newPassword, person)
  if (weakness) return refuse('invalid', 'WEAK_PASSWORD', weakness)
  const userId = await deps.oneTime.useLink(given.token, 'reset-password')
  if (userId === null) return refuse('signed-out', 'NOT_VALID', wrongLink)
  await setPassword(deps.db, userId, given.newPassword)
  deps.onSessionsEnded(await endSessions(deps.db, userId))
  await deps.trail(userId, { action: 'passwords.reset' }, headers)
}
