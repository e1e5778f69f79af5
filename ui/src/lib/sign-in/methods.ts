/** Ways to sign in, as the sign-in page offers them and as a policy opens them. Pure. */
import type { components } from '../api/schema.ts'

export type Methods = components['schemas']['SignInMethods']

const passwordOnly: Methods = {
  password: true,
  magicLink: false,
  code: false,
  passkey: false,
  google: false,
  github: false,
  oidc: null,
}

/** What the server offers; a password where it does not say. */
export const methodsIn = (help: { methods?: Methods } | null): Methods => help?.methods ?? passwordOnly

export type Provider = { id: 'google' | 'github' | 'oidc'; name: string }

export const providersIn = (methods: Methods): Provider[] => [
  ...(methods.google ? [{ id: 'google', name: 'Google' } as const] : []),
  ...(methods.github ? [{ id: 'github', name: 'GitHub' } as const] : []),
  ...(methods.oidc ? [{ id: 'oidc', name: methods.oidc.name } as const] : []),
]

/** The words a policy speaks of them. */
export type Method = 'password' | 'magic-link' | 'code' | 'passkey' | 'google' | 'github' | 'oidc'

export const methodWords: Record<Method, { title: string; needs: string; lacking: string }> = {
  password: {
    title: 'Password',
    needs: 'Nothing else. Ten characters or more, none of the common ones.',
    lacking: '',
  },
  'magic-link': { title: 'Link by email', needs: 'An email inbox here that can send.', lacking: '' },
  code: {
    title: 'Code by email, SMS or WhatsApp',
    needs: 'An inbox of that channel, and for SMS and WhatsApp a phone number of the person.',
    lacking: '',
  },
  passkey: {
    title: 'Passkey',
    needs: 'A phone, computer or security key of theirs. Counts as a second factor by itself.',
    lacking: 'Needs this installation to run on a secure address (https).',
  },
  google: {
    title: 'Google',
    needs: 'A Google account with the same, confirmed email address.',
    lacking: 'Not set up: GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET are missing.',
  },
  github: {
    title: 'GitHub',
    needs: 'A GitHub account with the same, confirmed email address.',
    lacking: 'Not set up: GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET are missing.',
  },
  oidc: {
    title: 'Your own sign-in (OpenID Connect)',
    needs: 'An account there with the same, confirmed email address.',
    lacking: 'Not set up: OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are missing.',
  },
}

/** "magic-link" -> "Link by email"; a word of tomorrow stays as it is. */
export const methodTitle = (method: string): string =>
  Object.hasOwn(methodWords, method) ? methodWords[method as Method].title : method
