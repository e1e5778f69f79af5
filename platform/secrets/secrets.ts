/** Sealed values: each tenant has a key of its own, the installation's key wraps those, and a value opens in its row only. */
import { deriveFrom } from './derive.ts'
import { SecretsFailure } from './failure.ts'
import { createKeyRing } from './key-ring.ts'
import { isSealedColumn, type SealPlace } from './sealed-columns.ts'
import { keyVersionOf, openFirstFormat, openValue, sealValue } from './sealed-value.ts'
import { createTenantKeys, type TenantKeys, type TenantKeysDeps } from './tenant-keys.ts'

export type Secrets = {
  /** Refuses a column that sealed-columns.ts does not list: rotation would pass it by. */
  seal(place: SealPlace, clear: string): Promise<string>
  /** Rejects with SecretsFailure when the key is another, or the value was moved or changed. */
  open(place: SealPlace, sealed: string): Promise<string>
  /** A key for one purpose (session signing, database role), stable for this SECRET_KEY. */
  derive(purpose: string): string
  /** What rotation does to the keys; nobody sees one. */
  keys: Pick<TenantKeys, 'add' | 'rewrap'>
}

export type SecretsOptions = Omit<TenantKeysDeps, 'ring'> & {
  /** SECRET_KEY: 64 hexadecimal digits. It wraps the tenants' keys unless `ring` says otherwise. */
  secretKey: string
  ring?: TenantKeysDeps['ring'] | undefined
}

/** `db` should be a pool that callers do not hold connections of while they seal: see tenant-keys.ts. */
export function createSecrets({
  secretKey,
  ring = createKeyRing({ secretKey }),
  ...deps
}: SecretsOptions): Secrets {
  const keys = createTenantKeys({ ...deps, ring })
  return {
    async seal(place, clear) {
      if (!isSealedColumn(place)) {
        throw new SecretsFailure(
          `${place.table}.${place.column} is not among the sealed columns; add it to platform/secrets/sealed-columns.ts.`,
        )
      }
      const { version, key } = await keys.current(place.tenantId)
      return sealValue(key, version, place, clear)
    },
    async open(place, sealed) {
      const version = keyVersionOf(sealed)
      if (version === null) throw cannotOpen(place, 'it is not sealed in a known format')
      if (version === 0) return openWithAny(ring.secretKeys, place, sealed)
      const key = await keys.ofVersion(place.tenantId, version)
      return orRefuse(place, () => openValue(key, version, place, sealed))
    },
    derive: purpose => deriveFrom(secretKey, purpose),
    keys: { add: keys.add, rewrap: keys.rewrap },
  }
}

function openWithAny([first, ...others]: readonly string[], place: SealPlace, sealed: string): string {
  try {
    return orRefuse(place, () => openFirstFormat(first ?? '', place, sealed))
  } catch (error) {
    if (others.length === 0) throw error
    return openWithAny(others, place, sealed)
  }
}

function orRefuse(place: SealPlace, open: () => string): string {
  try {
    return open()
  } catch {
    throw cannotOpen(place, 'it was changed, moved from another row, or sealed with another key')
  }
}

const cannotOpen = ({ tenantId, table, column, id }: SealPlace, why: string) =>
  new SecretsFailure(
    `${table}.${column} of ${id} (tenant ${tenantId}) cannot be opened: ${why}. Enter it again.`,
  )
