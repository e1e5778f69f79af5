/** Routes that are served elsewhere (better-auth, provider hooks) but belong in the API document. */
import { z } from 'zod'
import { type Endpoint, publicEndpoint } from '../../platform/http/endpoint.ts'

const elsewhere = () => Promise.reject(new Error('served elsewhere'))

const signIn = z.object({ email: z.email(), password: z.string().min(1) })
const signedIn = z.object({
  token: z.string(),
  user: z.object({ id: z.string(), email: z.string(), name: z.string() }),
})

export const documentedRoutes: Endpoint[] = [
  publicEndpoint(
    'post',
    '/api/auth/sign-in/email',
    { summary: 'Sign in; the answer sets the session cookie', body: signIn, answer: signedIn },
    elsewhere,
  ),
  publicEndpoint(
    'post',
    '/api/auth/sign-out',
    { summary: 'Sign out', answer: z.object({ success: z.boolean() }) },
    elsewhere,
  ),
]
