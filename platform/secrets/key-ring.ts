/** The installation's keys. They wrap the tenants' keys and nothing else; where they live is the wrapper's business. */
import { createHmac, hkdfSync } from 'node:crypto'
import { SecretsFailure } from './failure.ts'
import { decrypt, encrypt } from './gcm.ts'

/** Whose key is wrapped: a wrapped key opens for this tenant and version only. */
export type KeyOf = { tenantId: string; version: number }

export type Wrapper = {
  /** Stands beside what it wrapped: "local:3f9c2a1b", "vault:trunkline". */
  name: string
  wrap(of: KeyOf, key: Buffer): Promise<string>
  /** Rejects with SecretsFailure; never answers another key. */
  unwrap(of: KeyOf, wrapped: string): Promise<Buffer>
}

export type KeyRing = {
  /** Wraps what is new. */
  primary: Wrapper
  /** The wrapper of that name; rejects with SecretsFailure when this installation does not hold it. */
  find(name: string): Wrapper
  /** SECRET_KEY first, then its predecessors: for values of the first format. */
  secretKeys: readonly string[]
}

export const keyWords = ({ tenantId, version }: KeyOf) => `${tenantId}|${version}`

/** Wraps with a key made from SECRET_KEY (64 hexadecimal digits). The name shows which one, not what it is. */
export function localWrapper(secretKey: string): Wrapper {
  const root = Buffer.from(secretKey, 'hex')
  const key = Buffer.from(hkdfSync('sha256', root, '', 'trunkline key wrapping', 32))
  const name = `local:${createHmac('sha256', root).update('trunkline key name').digest('hex').slice(0, 8)}`
  return {
    name,
    wrap: async (of, tenantKey) => encrypt(key, tenantKey, keyWords(of)),
    async unwrap(of, wrapped) {
      try {
        return decrypt(key, wrapped, keyWords(of))
      } catch {
        throw new SecretsFailure(
          `The key ${of.version} of tenant ${of.tenantId} does not open with ${name}: its row was changed or moved.`,
        )
      }
    },
  }
}

type RingParts = { secretKey: string; oldKeys?: readonly string[] | undefined }

/** `primary` is SECRET_KEY unless another is given; `elsewhere` finds wrappers that are kept outside this machine. */
export function createKeyRing(
  { secretKey, oldKeys = [] }: RingParts,
  primary?: Wrapper,
  elsewhere: (name: string) => Wrapper | undefined = () => undefined,
): KeyRing {
  const secretKeys = [secretKey, ...oldKeys]
  const local = new Map(secretKeys.map(localWrapper).map(wrapper => [wrapper.name, wrapper]))
  const current = primary ?? localWrapper(secretKey)
  return {
    primary: current,
    secretKeys,
    find(name) {
      const wrapper = name === current.name ? current : (local.get(name) ?? elsewhere(name))
      if (wrapper) return wrapper
      throw new SecretsFailure(
        name.startsWith('vault:')
          ? `Stored keys were wrapped by ${name}: set VAULT_ADDR and a token, so that it can be asked.`
          : `Stored keys were wrapped by ${name}, which is not the SECRET_KEY given. Start with the SECRET_KEY this data was sealed with, or name it in SECRET_KEY_OLD.`,
      )
    },
  }
}
