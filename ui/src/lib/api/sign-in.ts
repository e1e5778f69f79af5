/** Signing in and out. These routes speak the identity library's own words, not ours. */
import { client, Failure, ok } from './client.ts'

async function post(path: string, body: unknown): Promise<void> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new Failure(0, 'The server cannot be reached right now.')
  })
  if (response.ok) return
  const said = (await response.json().catch(() => null)) as { message?: string; detail?: string } | null
  throw new Failure(response.status, said?.detail ?? said?.message ?? 'Signing in did not work.')
}

export const signInPage = () => ok(client.GET('/api/sign-in'))
export const signIn = (email: string, password: string) =>
  post('/api/auth/sign-in/email', { email, password })
export const signOut = () => post('/api/auth/sign-out', {})
