import { type Config, ConfigError } from '../config.ts'
import { SecretsFailure } from './failure.ts'
import { keptSecretKey } from './kept-secret-key.ts'
import { secretKeyFromFile } from './secret-key-file.ts'
import { vaultOf } from './vault-of.ts'

/**
 * SECRET_KEY of this installation, 64 hexadecimal digits: from SECRET_KEY, SECRET_KEY_FILE, the field `secret_key` of
 * VAULT_SECRET, or (outside production) the data folder. Refuses with ConfigError, in words.
 */
export async function installationKey(config: Config): Promise<string> {
  if (config.SECRET_KEY && config.SECRET_KEY_FILE) {
    throw new ConfigError('SECRET_KEY and SECRET_KEY_FILE are both set: which is it? Keep one.')
  }
  if (config.SECRET_KEY) return config.SECRET_KEY
  if (config.SECRET_KEY_FILE) return secretKeyFromFile(config.SECRET_KEY_FILE)
  if (config.VAULT_SECRET) return keyInVault(config, config.VAULT_SECRET)
  if (config.production) throw new ConfigError('SECRET_KEY is not set: openssl rand -hex 32')
  return keptSecretKey(config.DATA_DIR)
}

async function keyInVault(config: Config, path: string): Promise<string> {
  const vault = vaultOf(config)
  try {
    // Version 2 of the key-value engine puts the fields one level deeper, beside their metadata.
    const fields = (await vault?.read(path))?.data as { secret_key?: unknown } | null | undefined
    const key = fields?.secret_key
    if (typeof key === 'string' && /^[0-9a-f]{64}$/i.test(key)) return key
    throw new ConfigError(
      `VAULT_SECRET ${path} needs a field secret_key with 64 hexadecimal digits: openssl rand -hex 32`,
    )
  } catch (error) {
    throw error instanceof SecretsFailure ? new ConfigError(error.message) : error
  } finally {
    await vault?.close()
  }
}
