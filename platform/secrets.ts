/**
 * Sealed values: AES-256-GCM under a key per tenant, bound to the place they are stored in, so that a value cannot be
 * pasted into another row. Format: v1.<iv>.<ciphertext and tag>, base64url.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

export type Secrets = {
  /** `place` names tenant, table, column and row, e.g. sealPlace(tenant, 'inboxes', 'settings', id). */
  seal(place: SealPlace, clear: string): string
  /** Throws when the key is wrong or the value was moved or changed. */
  open(place: SealPlace, sealed: string): string
  /** A key for one purpose (session signing, database role), stable for this SECRET_KEY. */
  derive(purpose: string): string
}

export type SealPlace = { tenantId: string; table: string; column: string; id: string }

const associatedData = (place: SealPlace) =>
  Buffer.from(`${place.tenantId}|${place.table}|${place.column}|${place.id}`)

/** `secretKey`: 64 hexadecimal digits. */
export function createSecrets(secretKey: string): Secrets {
  const root = Buffer.from(secretKey, 'hex')
  const tenantKeys = new Map<string, Buffer>()
  const keyOf = (tenantId: string) => {
    let key = tenantKeys.get(tenantId)
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', root, tenantId, 'trunkline tenant key', 32))
      tenantKeys.set(tenantId, key)
    }
    return key
  }
  return {
    seal(place, clear) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', keyOf(place.tenantId), iv).setAAD(associatedData(place))
      const body = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `v1.${iv.toString('base64url')}.${body.toString('base64url')}`
    },
    open(place, sealed) {
      const [version, iv, body] = sealed.split('.')
      if (version !== 'v1' || !iv || !body) throw new Error('This value is not sealed in a known format')
      const bytes = Buffer.from(body, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', keyOf(place.tenantId), Buffer.from(iv, 'base64url'))
      decipher.setAAD(associatedData(place)).setAuthTag(bytes.subarray(-16))
      return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8')
    },
    derive: purpose => createHmac('sha256', root).update(purpose).digest('base64url'),
  }
}
