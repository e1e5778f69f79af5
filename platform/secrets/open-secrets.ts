/** Puts the keys of one process together as its settings say, and refuses to begin with a key that opens nothing. */
import { type Db, openDb } from '../../db/client.ts'
import { type Config, ConfigError } from '../config.ts'
import { deriveFrom } from './derive.ts'
import { SecretsFailure } from './failure.ts'
import { createKeyRing, type KeyRing } from './key-ring.ts'
import { newestKey } from './key-rows.ts'
import { createSecrets, type Secrets } from './secrets.ts'
import type { Vault } from './vault.ts'
import { vaultOf } from './vault-of.ts'
import { transitWrapper } from './vault-transit.ts'

type OpenOptions = {
  config: Config
  /** From installationKey(config). */
  secretKey: string
  /** A migrated database. */
  ownerUrl: string
  onError?: (error: Error) => void
}

/**
 * Keys are read over two connections of their own, opened when needed, so that a transaction which seals never waits for
 * a connection that another such transaction holds. Refuses with ConfigError when stored keys do not open.
 */
export async function openSecrets(
  options: OpenOptions,
): Promise<{ secrets: Secrets; close(): Promise<void> }> {
  const { config, secretKey, ownerUrl, onError } = options
  const vault = vaultOf(config)
  const rolePassword = deriveFrom(secretKey, 'database roles')
  const db = openDb(ownerUrl, rolePassword, { max: 2, ...(onError ? { onError } : {}) })
  const close = async () => {
    await Promise.all([db.close(), vault?.close()])
  }
  try {
    const ring = ringOf(config, secretKey, vault)
    await checkKeys(db, ring)
    return { secrets: createSecrets({ secretKey, ring, db }), close }
  } catch (error) {
    await close()
    throw error instanceof SecretsFailure ? new ConfigError(error.message) : error
  }
}

function ringOf(config: Config, secretKey: string, vault: Vault | undefined): KeyRing {
  const transit = config.VAULT_TRANSIT_KEY
  return createKeyRing(
    { secretKey, oldKeys: config.SECRET_KEY_OLD },
    vault && transit ? transitWrapper(vault, transit) : undefined,
    // What Vault wrapped before is still asked of it, whatever wraps now.
    name =>
      vault && name.startsWith('vault:') ? transitWrapper(vault, name.slice('vault:'.length)) : undefined,
  )
}

const mostAsked = 20

/** Unwraps one key per wrapper among the first tenants. An empty installation has nothing to check. */
async function checkKeys(db: Db, ring: KeyRing): Promise<void> {
  const tenants = await db.platform<{ tenant_id: string }>(
    `SELECT tenant_id FROM tenants ORDER BY created_at, tenant_id LIMIT ${mostAsked}`,
  )
  const opened = new Set<string>()
  for (const { tenant_id: tenantId } of tenants) {
    const row = await db.withTenant(tenantId, newestKey)
    if (!row || opened.has(row.wrappedBy)) continue
    await ring.find(row.wrappedBy).unwrap({ tenantId, version: row.version }, row.wrapped)
    opened.add(row.wrappedBy)
  }
}
