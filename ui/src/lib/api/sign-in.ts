/** Signing in and out, and what guards it. The routes under /api/auth answer alike: what came of it, or words. */
import { client, Failure, ok } from './client.ts'

/** `needs`: the session counts as nobody's until a second factor was shown. */
export type Entered = { needs?: 'second-factor' | null }
export type CodeWay = 'email' | 'sms' | 'whatsapp'

const unreachable = () => {
  throw new Failure(0, 'The server cannot be reached right now.')
}

/** Asks one of these routes. A Failure of status 429 says in its body after how many seconds to come back. */
export async function ask<Answer>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`/api/auth/${path}`, { method, headers, ...sent }).catch(unreachable)
  const said = (await response.json().catch(() => null)) as Record<string, unknown> | null
  if (response.ok) return said as Answer
  const words = said?.detail ?? said?.message
  throw new Failure(
    response.status,
    typeof words === 'string' && words ? words : 'That did not work. Please try again.',
    {
      ...said,
      retryAfter: Number(said?.retryAfter ?? response.headers.get('retry-after') ?? 0),
    },
  )
}

const post = <Answer = unknown>(path: string, body: unknown = {}) => ask<Answer>('POST', path, body)

export const signInPage = () => ok(client.GET('/api/sign-in'))
export const signIn = (email: string, password: string) => post<Entered>('sign-in/email', { email, password })
export const signOut = () => post('sign-out')

export const secondFactor = {
  code: (code: string) => post<Entered>('two-factor/verify-totp', { code }),
  recoveryCode: (code: string) => post<Entered>('two-factor/verify-backup-code', { code }),
  /** Not on until its first code was given. */
  begin: (password: string | undefined) =>
    post<{ totpURI: string; backupCodes: string[] }>('two-factor/enable', password ? { password } : {}),
  newRecoveryCodes: (password: string | undefined) =>
    post<{ backupCodes: string[] }>('two-factor/generate-backup-codes', password ? { password } : {}),
  off: (password: string | undefined) => post('two-factor/disable', password ? { password } : {}),
}

/** The answers to asking are the same for people who are not known here. */
export const links = {
  askToSignIn: (email: string) => post('magic-link/request', { email }),
  signIn: (token: string) => post<Entered>('magic-link/verify', { token }),
  askToReset: (email: string) => post('password/request-reset', { email }),
  reset: (token: string, newPassword: string) => post('password/reset', { token, newPassword }),
}

export const codes = {
  ask: (email: string, via: CodeWay) => post('code/request', { email, via }),
  signIn: (email: string, code: string) => post<Entered>('code/verify', { email, code }),
}

export const changePassword = (currentPassword: string, newPassword: string) =>
  post('change-password', { currentPassword, newPassword })

/** Where to go to sign in at somebody else's; they send back to `callbackURL`, a path of ours. */
export const elsewhere = (provider: 'google' | 'github' | 'oidc', callbackURL: string) =>
  post<{ url: string }>('sign-in/social', { provider, callbackURL })

export const passkeyCalls = {
  optionsToSignIn: () =>
    ask<PublicKeyCredentialRequestOptionsJSON>('GET', 'passkey/generate-authenticate-options'),
  signIn: (response: unknown) => post<Entered>('passkey/verify-authentication', { response }),
  optionsToAdd: () => ask<PublicKeyCredentialCreationOptionsJSON>('GET', 'passkey/generate-register-options'),
  add: (response: unknown, name: string) => post('passkey/verify-registration', { response, name }),
  rename: (id: string, name: string) => post('passkey/update-passkey', { id, name }),
  remove: (id: string) => post('passkey/delete-passkey', { id }),
}
