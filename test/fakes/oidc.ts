/**
 * An OpenID provider on loopback: discovery, authorize, token and keys as OpenID Connect Core 1.0 has them, with PKCE and
 * RS256 signatures. Whoever is `person` at that moment consents at once. It can be told to answer as a liar would.
 */
import { createHash, createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { type FakeAnswer, type FakeRequest, type Ledger, startFakeServer } from './fake-server.ts'

export type OidcPerson = { sub: string; email: string; email_verified: boolean | string; name: string }

/** What the next id_token is made to be. */
export type OidcLie =
  | 'another key'
  | 'another issuer'
  | 'another audience'
  | 'another nonce'
  | 'expired'
  | 'alg none'
  | 'signed with the client secret'

export type OidcFake = {
  url: string
  /** Every code that was exchanged, and how. */
  ledger: Ledger<{ code: string; verifier: string; sub: string }>
  person: OidcPerson
  lie: OidcLie | null
  stop(): Promise<void>
}

type Options = { clientId: string; clientSecret: string; person: OidcPerson }
type Grant = { redirectUri: string; challenge: string; nonce: string; person: OidcPerson }

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

export async function startOidcFake(options: Options): Promise<OidcFake> {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const strange = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const grants = new Map<string, Grant>()
  const ledger: OidcFake['ledger'] = []

  function discovery(): FakeAnswer {
    const endpoints = {
      issuer: fake.url,
      authorization_endpoint: `${fake.url}/authorize`,
      token_endpoint: `${fake.url}/token`,
      jwks_uri: `${fake.url}/jwks`,
    }
    return {
      status: 200,
      json: {
        ...endpoints,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        // A provider may say so; nobody has to believe it.
        id_token_signing_alg_values_supported: ['RS256', 'none', 'HS256'],
      },
    }
  }

  function authorize({ query }: FakeRequest): FakeAnswer {
    const redirectUri = query.get('redirect_uri') ?? ''
    const wrong =
      query.get('client_id') !== options.clientId ||
      query.get('response_type') !== 'code' ||
      query.get('code_challenge_method') !== 'S256' ||
      !query.get('scope')?.split(' ').includes('openid')
    if (wrong) return { status: 400, json: { error: 'invalid_request' } }
    const code = randomUUID()
    const challenge = query.get('code_challenge') ?? ''
    grants.set(code, { redirectUri, challenge, nonce: query.get('nonce') ?? '', person: { ...fake.person } })
    const back = new URL(redirectUri)
    back.searchParams.set('code', code)
    back.searchParams.set('state', query.get('state') ?? '')
    return { status: 302, headers: { location: back.toString() } }
  }

  function token({ headers, body }: FakeRequest): FakeAnswer {
    const form = new URLSearchParams(body.toString('utf8'))
    // RFC 6749, section 2.3.1: id and secret are form-encoded before they are joined.
    const pair = [options.clientId, options.clientSecret].map(encodeURIComponent).join(':')
    const basic = `Basic ${Buffer.from(pair).toString('base64')}`
    if (headers.authorization !== basic) return { status: 401, json: { error: 'invalid_client' } }
    const code = form.get('code') ?? ''
    const verifier = form.get('code_verifier') ?? ''
    const grant = grants.get(code)
    grants.delete(code)
    const proven = grant && createHash('sha256').update(verifier).digest('base64url') === grant.challenge
    if (!proven || form.get('redirect_uri') !== grant.redirectUri) {
      return { status: 400, json: { error: 'invalid_grant' } }
    }
    ledger.push({ at: new Date(), code, verifier, sub: grant.person.sub })
    return {
      status: 200,
      json: { access_token: randomUUID(), token_type: 'Bearer', id_token: idToken(grant) },
    }
  }

  function idToken({ person, nonce }: Grant): string {
    const now = Math.floor(Date.now() / 1_000)
    const { lie } = fake
    const claims = {
      ...person,
      iss: lie === 'another issuer' ? 'https://elsewhere.example' : fake.url,
      aud: lie === 'another audience' ? 'somebody-else' : options.clientId,
      nonce: lie === 'another nonce' ? 'of-another-sign-in' : nonce,
      iat: lie === 'expired' ? now - 7_200 : now,
      exp: lie === 'expired' ? now - 3_600 : now + 300,
    }
    if (lie === 'alg none') return `${base64({ alg: 'none' })}.${base64(claims)}.`
    if (lie === 'signed with the client secret') {
      const text = `${base64({ alg: 'HS256', kid: 'one' })}.${base64(claims)}`
      return `${text}.${createHmac('sha256', options.clientSecret).update(text).digest('base64url')}`
    }
    return signed(claims, lie === 'another key' ? strange.privateKey : own.privateKey)
  }

  const routes: Record<string, (request: FakeRequest) => FakeAnswer> = {
    'GET /.well-known/openid-configuration': discovery,
    'GET /authorize': authorize,
    'POST /token': token,
    'GET /jwks': () => ({
      status: 200,
      json: { keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] },
    }),
  }
  const server = await startFakeServer(
    request => routes[`${request.method} ${request.path}`]?.(request) ?? { status: 404 },
  )
  const fake: OidcFake = { url: server.url, ledger, person: options.person, lie: null, stop: server.stop }
  return fake
}

function signed(claims: unknown, key: KeyObject): string {
  const text = `${base64({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${base64(claims)}`
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
}
