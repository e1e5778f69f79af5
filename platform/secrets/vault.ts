/** The HTTP API of HashiCorp Vault and OpenBao, as far as keys need it: one read or write, failures in words. */
import { createEgress, type Egress, EgressFailure } from '../egress/index.ts'
import { SecretsFailure } from './failure.ts'

export type Vault = {
  /** The `data` of the answer to GET /v1/<path>. Rejects with SecretsFailure. */
  read(path: string): Promise<Record<string, unknown>>
  /** The `data` of the answer to POST /v1/<path>. Rejects with SecretsFailure. */
  write(path: string, body: Record<string, unknown>): Promise<Record<string, unknown>>
  close(): Promise<void>
}

const timeoutMs = 10_000
const maxBytes = 1_000_000

type VaultSettings = {
  /** VAULT_ADDR, e.g. https://vault.example:8200 */
  address: string
  /** Asked each time, since an agent may have renewed it. */
  token(): Promise<string>
}

/** Reaches that one address, private or not: the operator named it, no user can. Redirects are not followed. */
export function createVault({ address, token }: VaultSettings): Vault {
  const egress = createEgress({ allow: [new URL(address).origin] })
  const call = async (method: 'GET' | 'POST', path: string, body?: Record<string, unknown>) => {
    const answer = await send(egress, `${address.replace(/\/+$/, '')}/v1/${path}`, {
      method,
      headers: { 'x-vault-token': await token(), 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const json = parse(answer.body)
    if (answer.status !== 200) throw new SecretsFailure(wordsOf(answer.status, address, path, json))
    return recordOf(json.data)
  }
  return {
    read: path => call('GET', path),
    write: (path, body) => call('POST', path, body),
    close: () => egress.close(),
  }
}

type Request = Parameters<Egress['http']>[1]

async function send(egress: Egress, url: string, request: Request) {
  try {
    return await egress.http(url, { ...request, timeoutMs, maxBytes })
  } catch (error) {
    if (!(error instanceof EgressFailure)) throw error
    throw new SecretsFailure(
      `Vault at ${new URL(url).origin} does not answer: ${error.message}. Start it or correct VAULT_ADDR.`,
    )
  }
}

/** What an operator can do about it. Vault's own words are errors, never data. */
function wordsOf(status: number, address: string, path: string, json: Record<string, unknown>): string {
  const errors = Array.isArray(json.errors) ? json.errors.join('; ').slice(0, 300) : ''
  const said = errors ? ` (${errors})` : ''
  if (status === 401 || status === 403) {
    return `Vault refuses this token for ${path}${said}: renew VAULT_TOKEN or VAULT_TOKEN_FILE, or allow the path in its policy.`
  }
  if (status === 404 || /key not found/.test(errors))
    return `Vault has nothing at ${path}${said}: create it first.`
  if (status === 503) return `Vault at ${address} is sealed or not ready${said}: unseal it.`
  if (status >= 300 && status < 400) {
    return `Vault at ${address} sends on to another node: set VAULT_ADDR to the active one or its balancer.`
  }
  return `Vault answered ${status} for ${path}${said}.`
}

function parse(body: Buffer): Record<string, unknown> {
  try {
    return recordOf(JSON.parse(body.toString()))
  } catch {
    return {}
  }
}

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
