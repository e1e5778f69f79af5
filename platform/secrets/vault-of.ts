import { readFile } from 'node:fs/promises'
import { type Config, ConfigError } from '../config.ts'
import { SecretsFailure } from './failure.ts'
import { createVault, type Vault } from './vault.ts'

type VaultConfig = Pick<
  Config,
  | 'VAULT_ADDR'
  | 'VAULT_TOKEN'
  | 'VAULT_TOKEN_FILE'
  | 'VAULT_TRANSIT_KEY'
  | 'VAULT_SECRET'
  | 'ALLOW_HTTP'
  | 'production'
>

/** The Vault these settings name, not asked yet; undefined when they name none. Refuses halves of a setting. */
export function vaultOf(config: VaultConfig): Vault | undefined {
  const { VAULT_ADDR: address, VAULT_TOKEN: token, VAULT_TOKEN_FILE: tokenFile } = config
  if (!address) {
    if (!config.VAULT_TRANSIT_KEY && !config.VAULT_SECRET) return undefined
    throw new ConfigError('VAULT_TRANSIT_KEY and VAULT_SECRET need VAULT_ADDR: where is the Vault?')
  }
  if (!token && !tokenFile) throw new ConfigError('VAULT_ADDR needs VAULT_TOKEN or VAULT_TOKEN_FILE.')
  if (config.production && !config.ALLOW_HTTP && !isPrivate(address)) {
    throw new ConfigError('VAULT_ADDR is not https: the token and the keys would travel in the clear.')
  }
  return createVault({ address, token: async () => token ?? tokenFrom(tokenFile ?? '') })
}

/** On this machine nobody listens in between. */
function isPrivate(address: string): boolean {
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}

async function tokenFrom(path: string): Promise<string> {
  const token = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new SecretsFailure(`VAULT_TOKEN_FILE cannot be read: ${error.code} at ${path}.`)
  })
  if (/^\S+$/.test(token.trim())) return token.trim()
  throw new SecretsFailure(`VAULT_TOKEN_FILE ${path} does not hold a token.`)
}
