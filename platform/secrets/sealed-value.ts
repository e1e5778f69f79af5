/**
 * A sealed value as it stands in a row: "v2.<key version>.<iv>.<ciphertext and tag>", tied to tenant, table, column, row
 * and key version. "v1.<iv>.<…>" are values of releases before keys had versions; they are read and never written.
 */
import { hkdfSync } from 'node:crypto'
import { decrypt, encrypt } from './gcm.ts'
import type { SealPlace } from './sealed-columns.ts'

/** Null when the text is in no known format. Version 0 is the time before versions. */
export function keyVersionOf(sealed: string): number | null {
  if (sealed.startsWith('v1.')) return 0
  const version = /^v2\.([1-9][0-9]{0,8})\./.exec(sealed)?.[1]
  return version === undefined ? null : Number(version)
}

export const sealValue = (key: Buffer, version: number, place: SealPlace, clear: string): string =>
  `v2.${version}.${encrypt(key, Buffer.from(clear), boundTo(place, version))}`

/** Throws when the key is another, or the value was changed or moved. */
export const openValue = (key: Buffer, version: number, place: SealPlace, sealed: string): string =>
  decrypt(key, sealed.slice(`v2.${version}.`.length), boundTo(place, version)).toString()

/** Opens a value of the time before versions, whose keys came from SECRET_KEY itself. Throws as `openValue` does. */
export function openFirstFormat(secretKey: string, place: SealPlace, sealed: string): string {
  const root = Buffer.from(secretKey, 'hex')
  const key = Buffer.from(hkdfSync('sha256', root, place.tenantId, 'trunkline tenant key', 32))
  return decrypt(key, sealed.slice('v1.'.length), placeWords(place)).toString()
}

const placeWords = ({ tenantId, table, column, id }: SealPlace) => `${tenantId}|${table}|${column}|${id}`
const boundTo = (place: SealPlace, version: number) => `${placeWords(place)}|${version}`
