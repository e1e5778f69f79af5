/** What an OpenID provider says of itself: its endpoints and its keys, fetched through the one door and kept for a while. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import type { Egress } from '../../egress/index.ts'

const address = z.url({ protocol: /^https?$/ })

const Discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: address,
  token_endpoint: address,
  jwks_uri: address,
  userinfo_endpoint: address.optional(),
  id_token_signing_alg_values_supported: z.array(z.string()).default(['RS256']),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(['client_secret_basic']),
})
export type Discovery = z.infer<typeof Discovery>

const Keys = z.object({ keys: z.array(z.looseObject({ kid: z.string().optional(), kty: z.string() })) })
type Jwk = z.infer<typeof Keys>['keys'][number]

export type OidcMetadata = {
  /** Throws with words when the provider cannot be reached or is another one than it should be. */
  discover(): Promise<Discovery>
  /** The key an id_token names. Throws when the provider has none such. */
  keyFor(header: { kid?: string | undefined }): Promise<KeyObject>
}

const keepMs = 60 * 60_000
/** A token naming an unknown key makes us ask again, but not more often than this. */
const askAgainMs = 60_000

export function createOidcMetadata(egress: Egress, issuer: string): OidcMetadata {
  let known: { discovery: Discovery; until: number } | undefined
  let keys: { list: Jwk[]; at: number } | undefined

  async function discover(): Promise<Discovery> {
    if (known && known.until > Date.now()) return known.discovery
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
    const discovery = Discovery.parse(await getJson(egress, url))
    // Another issuer's document would make another provider's people ours (OpenID Connect Discovery, section 4.3).
    if (discovery.issuer.replace(/\/$/, '') !== issuer.replace(/\/$/, '')) {
      throw new Error(`${url} speaks for another issuer: ${discovery.issuer}`)
    }
    known = { discovery, until: Date.now() + keepMs }
    return discovery
  }

  async function load(): Promise<Jwk[]> {
    const { jwks_uri } = await discover()
    keys = { list: Keys.parse(await getJson(egress, jwks_uri)).keys, at: Date.now() }
    return keys.list
  }

  return {
    discover,
    async keyFor({ kid }) {
      const find = (list: Jwk[]) =>
        list.find(key => (kid === undefined ? list.length === 1 : key.kid === kid))
      let found = keys && Date.now() - keys.at < keepMs ? find(keys.list) : undefined
      if (!found && (!keys || Date.now() - keys.at > askAgainMs)) found = find(await load())
      if (!found) throw new Error('the provider has no such key')
      return createPublicKey({ key: found, format: 'jwk' })
    },
  }
}

/** One GET that must bring JSON. */
export async function getJson(
  egress: Egress,
  url: string,
  headers: Record<string, string> = {},
): Promise<unknown> {
  const answer = await egress.http(url, {
    headers: { accept: 'application/json', ...headers },
    timeoutMs: 10_000,
    maxBytes: 1_000_000,
  })
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`)
  return JSON.parse(answer.body.toString('utf8'))
}
