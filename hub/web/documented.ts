/** Routes that are served elsewhere (better-auth, provider hooks) but belong in the API document. */
import { z } from 'zod'
import { type Endpoint, publicEndpoint } from '../../platform/http/endpoint.ts'

const elsewhere = () => Promise.reject(new Error('served elsewhere'))

const SignedIn = z
  .object({
    user: z.object({ id: z.string(), email: z.string(), name: z.string() }),
    needs: z
      .enum(['second-factor'])
      .nullable()
      .describe('Until the second factor is shown the session counts as nobody'),
  })
  .meta({ id: 'SignedIn' })
const Asked = z.object({ sent: z.literal(true) }).meta({ id: 'Asked' })

const email = z.email()
const post = <B extends z.ZodType, A extends z.ZodType>(path: string, summary: string, body: B, answer: A) =>
  publicEndpoint('post', `/api/auth${path}`, { summary, body, answer }, elsewhere)

export const documentedRoutes: Endpoint[] = [
  post(
    '/sign-in/email',
    'Sign in; the answer sets the session cookie',
    z.object({ email, password: z.string().min(1) }),
    SignedIn,
  ),
  publicEndpoint(
    'post',
    '/api/auth/sign-out',
    { summary: 'Sign out', answer: z.object({ success: z.boolean() }) },
    elsewhere,
  ),
  post('/magic-link/request', 'Have a link to sign in sent to oneself', z.strictObject({ email }), Asked),
  post('/magic-link/verify', 'Sign in with a link', z.strictObject({ token: z.string() }), SignedIn),
  post(
    '/code/request',
    'Have a code to sign in sent to oneself',
    z.strictObject({ email, via: z.enum(['email', 'sms', 'whatsapp']).optional() }),
    Asked,
  ),
  post('/code/verify', 'Sign in with a code', z.strictObject({ email, code: z.string() }), SignedIn),
  post(
    '/two-factor/verify-totp',
    'Show the code of an authenticator app',
    z.object({ code: z.string() }),
    SignedIn,
  ),
  post(
    '/two-factor/verify-backup-code',
    'Show a recovery code instead',
    z.object({ code: z.string() }),
    SignedIn,
  ),
  post(
    '/sign-in/social',
    'Begin signing in with Google, GitHub or an OpenID provider',
    z.strictObject({ provider: z.enum(['google', 'github', 'oidc']), callbackURL: z.string().optional() }),
    z.object({ url: z.string(), redirect: z.boolean() }),
  ),
  post(
    '/password/request-reset',
    'Have a link to choose a new password sent to oneself',
    z.strictObject({ email }),
    Asked,
  ),
  post(
    '/password/reset',
    'Choose a new password with a link',
    z.strictObject({ token: z.string(), newPassword: z.string().min(10).max(200) }),
    z.object({ done: z.literal(true) }),
  ),
]
