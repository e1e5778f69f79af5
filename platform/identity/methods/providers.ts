/** The outside providers this installation is set up for, and whom they may bring in. */
import type { BetterAuthPlugin } from 'better-auth'
import type { OAuthProvider } from 'better-auth/oauth2'
import type { Config } from '../../config.ts'
import type { Egress } from '../../egress/index.ts'
import type { Log } from '../../log.ts'
import { refuse } from '../door/refusals.ts'
import { githubProvider } from './github.ts'
import { oidcProvider } from './oidc.ts'

type Settings = Pick<
  Config,
  | 'GOOGLE_CLIENT_ID'
  | 'GOOGLE_CLIENT_SECRET'
  | 'GITHUB_CLIENT_ID'
  | 'GITHUB_CLIENT_SECRET'
  | 'GITHUB_URL'
  | 'OIDC_ISSUER'
  | 'OIDC_CLIENT_ID'
  | 'OIDC_CLIENT_SECRET'
  | 'OIDC_NAME'
>

/** A provider with half its settings is not set up. */
export const hasGoogle = (config: Settings) => Boolean(config.GOOGLE_CLIENT_ID && config.GOOGLE_CLIENT_SECRET)
export const hasGithub = (config: Settings) => Boolean(config.GITHUB_CLIENT_ID && config.GITHUB_CLIENT_SECRET)
export const hasOidc = (config: Settings) =>
  Boolean(config.OIDC_ISSUER && config.OIDC_CLIENT_ID && config.OIDC_CLIENT_SECRET)

function providersOf(config: Settings, egress: Egress): OAuthProvider[] {
  const found: unknown[] = []
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET } = config
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = config
  if (GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET) {
    found.push(
      oidcProvider(egress, {
        id: 'google',
        name: 'Google',
        issuer: 'https://accounts.google.com',
        clientId: GOOGLE_CLIENT_ID,
        clientSecret: GOOGLE_CLIENT_SECRET,
      }),
    )
  }
  if (GITHUB_CLIENT_ID && GITHUB_CLIENT_SECRET) {
    const url = config.GITHUB_URL.replace(/\/+$/, '')
    found.push(
      githubProvider(egress, { clientId: GITHUB_CLIENT_ID, clientSecret: GITHUB_CLIENT_SECRET, url }),
    )
  }
  if (OIDC_ISSUER && OIDC_CLIENT_ID && OIDC_CLIENT_SECRET) {
    found.push(
      oidcProvider(egress, {
        id: 'oidc',
        name: config.OIDC_NAME,
        issuer: OIDC_ISSUER,
        clientId: OIDC_CLIENT_ID,
        clientSecret: OIDC_CLIENT_SECRET,
      }),
    )
  }
  return found as OAuthProvider[]
}

/** A provider that is away or talks nonsense is an answer for the person and a line in the log, not a bug of ours. */
function forgiving(provider: OAuthProvider, log: Log): OAuthProvider {
  const note = (error: unknown) => log.warn({ err: error, provider: provider.id }, 'sign-in provider')
  return {
    ...provider,
    async createAuthorizationURL(data) {
      try {
        return await provider.createAuthorizationURL(data)
      } catch (error) {
        note(error)
        return refuse('upstream', 'PROVIDER_AWAY', `${provider.name} cannot be reached right now.`)
      }
    },
    async validateAuthorizationCode(data) {
      try {
        return await provider.validateAuthorizationCode(data)
      } catch (error) {
        note(error)
        return null
      }
    },
    async getUserInfo(tokens) {
      try {
        return await provider.getUserInfo(tokens)
      } catch (error) {
        note(error)
        return null
      }
    },
  }
}

/** Registers them as if they were the library's own, so that state, PKCE, nonce and callback are the library's. */
export function providers(config: Settings, egress: Egress, log: Log) {
  const socialProviders = providersOf(config, egress).map(provider => forgiving(provider, log))
  return {
    id: 'trunkline-providers',
    init: () => ({ context: { socialProviders } }),
  } satisfies BetterAuthPlugin
}

/**
 * Only an address the provider itself has checked says who somebody is, on linking and on every later sign-in. That the
 * address must be a person's here already, and checked here too, the library sees to.
 */
export const refuseUnverified = (data: {
  user: { emailVerified?: unknown }
  source: { method: string }
}): { error: string; errorDescription: string } | undefined =>
  data.source.method === 'oauth' && data.user.emailVerified !== true
    ? { error: 'email_not_verified', errorDescription: 'The provider has not checked this email address.' }
    : undefined
