/** Signing in with GitHub or a GitHub Enterprise server: OAuth 2 with PKCE, and the person's verified primary address. */
import { createAuthorizationURL, type OAuthProvider } from 'better-auth/oauth2'
import { z } from 'zod'
import type { Egress } from '../../egress/index.ts'
import { getJson } from './oidc-metadata.ts'

export type GithubSettings = { clientId: string; clientSecret: string; url: string }

const Token = z.object({ access_token: z.string().min(1) })
const Person = z.looseObject({ id: z.number(), login: z.string(), name: z.string().nullish() })
const Addresses = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))

const apiOf = (url: string) => (url === 'https://github.com' ? 'https://api.github.com' : `${url}/api/v3`)

export function githubProvider(
  egress: Egress,
  settings: GithubSettings,
): OAuthProvider<z.infer<typeof Person>> {
  const api = apiOf(settings.url)
  return {
    id: 'github',
    name: 'GitHub',
    disableSignUp: true,
    options: { disableSignUp: true, disableIdTokenSignIn: true },
    accountSubject: ({ profile }) => profile.id,
    createAuthorizationURL: data =>
      createAuthorizationURL({
        id: 'github',
        options: { clientId: settings.clientId },
        authorizationEndpoint: `${settings.url}/login/oauth/authorize`,
        state: data.state,
        codeVerifier: data.codeVerifier,
        redirectURI: data.redirectURI,
        scopes: ['read:user', 'user:email'],
      }),
    async validateAuthorizationCode(data) {
      const answer = await egress.http(`${settings.url}/login/oauth/access_token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({
          client_id: settings.clientId,
          client_secret: settings.clientSecret,
          code: data.code,
          redirect_uri: data.redirectURI,
          code_verifier: data.codeVerifier,
        }),
        timeoutMs: 10_000,
        maxBytes: 1_000_000,
      })
      // A wrong code is answered 200 with an error instead of a token.
      return { tokenType: 'Bearer', raw: Token.parse(JSON.parse(answer.body.toString('utf8'))) }
    },
    async getUserInfo({ raw }) {
      const { access_token } = Token.parse(raw)
      const headers = { authorization: `Bearer ${access_token}`, 'user-agent': 'trunkline' }
      const person = Person.parse(await getJson(egress, `${api}/user`, headers))
      const addresses = Addresses.parse(await getJson(egress, `${api}/user/emails`, headers))
      const primary = addresses.find(each => each.primary)
      return {
        user: {
          email: primary?.email ?? null,
          emailVerified: primary?.verified ?? false,
          name: person.name ?? person.login,
        },
        data: person,
      }
    },
  }
}
