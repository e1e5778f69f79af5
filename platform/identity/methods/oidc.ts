/** Signing in with an OpenID provider (OpenID Connect Core 1.0, code flow with PKCE and nonce), Google among them. */
import { createAuthorizationURL, type OAuthProvider, verifyProviderIdToken } from 'better-auth/oauth2'
import { z } from 'zod'
import type { Egress } from '../../egress/index.ts'
import { createOidcMetadata, type Discovery, getJson, type OidcMetadata } from './oidc-metadata.ts'

export type OidcSettings = {
  id: 'google' | 'oidc'
  name: string
  issuer: string
  clientId: string
  clientSecret: string
}

/** Signatures by a key only the provider has. `none` and shared secrets are not among them whatever it advertises. */
const acceptable = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

const Tokens = z.object({ id_token: z.string(), access_token: z.string().optional() })

const Claims = z.looseObject({
  sub: z.string().min(1),
  azp: z.string().optional(),
  email: z.string().optional(),
  // Some providers write booleans as text.
  email_verified: z.union([z.boolean(), z.stringbool()]).optional(),
  name: z.string().optional(),
})
type Claims = z.infer<typeof Claims>

/** Nobody is signed up by it; what it may link is decided in provider-rules.ts. Its tokens are used once and not kept. */
export function oidcProvider(egress: Egress, settings: OidcSettings): OAuthProvider<Claims> {
  const metadata = createOidcMetadata(egress, settings.issuer)
  return {
    id: settings.id,
    name: settings.name,
    requiresIdTokenNonce: true,
    disableSignUp: true,
    options: { disableSignUp: true, disableIdTokenSignIn: true },
    accountSubject: ({ profile }) => profile.sub,
    async createAuthorizationURL(data) {
      const { authorization_endpoint } = await metadata.discover()
      return createAuthorizationURL({
        id: settings.id,
        options: { clientId: settings.clientId },
        authorizationEndpoint: authorization_endpoint,
        state: data.state,
        codeVerifier: data.codeVerifier,
        redirectURI: data.redirectURI,
        scopes: ['openid', 'email', 'profile'],
        ...(data.idTokenNonce === undefined ? {} : { nonce: data.idTokenNonce }),
      })
    },
    async validateAuthorizationCode(data) {
      const tokens = await exchangeCode(egress, settings, await metadata.discover(), data)
      return { tokenType: 'Bearer', raw: { ...tokens } }
    },
    async getUserInfo({ raw, expectedIdTokenNonce }) {
      const tokens = Tokens.parse(raw)
      if (!expectedIdTokenNonce) return null
      const claims = await verified(metadata, settings, tokens.id_token, expectedIdTokenNonce)
      if (!claims) return null
      const person = claims.email === undefined ? await askForEmail(egress, metadata, tokens, claims) : claims
      return {
        user: {
          email: person.email ?? null,
          emailVerified: person.email_verified === true,
          name: person.name ?? '',
        },
        data: claims,
      }
    },
  }
}

/** RFC 6749, section 4.1.3, with the client's secret as the provider wants it. */
async function exchangeCode(
  egress: Egress,
  settings: OidcSettings,
  discovery: Discovery,
  data: { code: string; redirectURI: string; codeVerifier?: string | undefined },
): Promise<z.infer<typeof Tokens>> {
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code: data.code,
    redirect_uri: data.redirectURI,
    ...(data.codeVerifier === undefined ? {} : { code_verifier: data.codeVerifier }),
  })
  const headers: Record<string, string> = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  }
  if (discovery.token_endpoint_auth_methods_supported.includes('client_secret_basic')) {
    const pair = [settings.clientId, settings.clientSecret].map(encodeURIComponent).join(':')
    headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`
  } else {
    form.set('client_id', settings.clientId)
    form.set('client_secret', settings.clientSecret)
  }
  const answer = await egress.http(discovery.token_endpoint, {
    method: 'POST',
    headers,
    body: form.toString(),
    timeoutMs: 10_000,
    maxBytes: 1_000_000,
  })
  if (answer.status !== 200) throw new Error(`the provider answered ${answer.status} to the code`)
  return Tokens.parse(JSON.parse(answer.body.toString('utf8')))
}

/** The claims of a token whose signature, issuer, audience, age and nonce are right; null for any other. */
async function verified(
  metadata: OidcMetadata,
  settings: OidcSettings,
  token: string,
  nonce: string,
): Promise<Claims | null> {
  const { issuer, id_token_signing_alg_values_supported: advertised } = await metadata.discover()
  const algorithms = acceptable.filter(name => advertised.includes(name))
  const idToken = { jwks: metadata.keyFor, issuer, audience: settings.clientId, algorithms }
  if (token.split('.').length !== 3 || algorithms.length === 0) return null
  if (!(await verifyProviderIdToken({ idToken } as never, token, nonce))) return null
  const claims = Claims.safeParse(payloadOf(token)).data ?? null
  return claims?.azp === undefined || claims.azp === settings.clientId ? claims : null
}

const payloadOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))

/** Providers that keep the address out of the token tell it here, of the same person only. */
async function askForEmail(
  egress: Egress,
  metadata: OidcMetadata,
  tokens: z.infer<typeof Tokens>,
  claims: Claims,
): Promise<Claims> {
  const { userinfo_endpoint } = await metadata.discover()
  if (!userinfo_endpoint || !tokens.access_token) return claims
  const said = Claims.safeParse(
    await getJson(egress, userinfo_endpoint, { authorization: `Bearer ${tokens.access_token}` }),
  ).data
  return said?.sub === claims.sub ? said : claims
}
