import { SecretsFailure } from './failure.ts'
import { keyWords, type Wrapper } from './key-ring.ts'
import type { Vault } from './vault.ts'

/**
 * Wraps with a key that never leaves Vault (transit engine, mounted at transit/). Tied to tenant and version by
 * associated_data (Vault 1.13, OpenBao 2); `context` says the same for keys made with derived=true.
 */
export function transitWrapper(vault: Vault, keyName: string): Wrapper {
  const boundTo = (of: Parameters<Wrapper['wrap']>[0]) => {
    const bound = Buffer.from(keyWords(of)).toString('base64')
    return { associated_data: bound, context: bound }
  }
  return {
    name: `vault:${keyName}`,
    async wrap(of, key) {
      const body = { plaintext: key.toString('base64'), ...boundTo(of) }
      return textOf(await vault.write(`transit/encrypt/${keyName}`, body), 'ciphertext')
    },
    async unwrap(of, wrapped) {
      const answer = await vault.write(`transit/decrypt/${keyName}`, { ciphertext: wrapped, ...boundTo(of) })
      return Buffer.from(textOf(answer, 'plaintext'), 'base64')
    },
  }
}

function textOf(data: Record<string, unknown>, field: string): string {
  const text = data[field]
  if (typeof text === 'string' && text !== '') return text
  throw new SecretsFailure(`Vault's answer holds no ${field}: is VAULT_ADDR really a Vault?`)
}
