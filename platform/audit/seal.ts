/** What the database alone cannot make: an HMAC under a key of this installation. */
import { createHmac } from 'node:crypto'

export type Sealer = { derive(purpose: string): string }

export type Mark = { tenantId: string; seq: bigint; hash: string }

const sealWith = (sealer: Sealer, purpose: string, parts: string[]) =>
  createHmac('sha256', sealer.derive(purpose)).update(parts.join('\n')).digest('base64url')

/** Of the row before the first one kept, once older months were dropped. */
export const sealStart = (sealer: Sealer, { tenantId, seq, hash }: Mark): string =>
  sealWith(sealer, 'audit seal', [tenantId, String(seq), hash])

/** Of a head written outside the database. `at` is when it was exported, in ISO 8601. */
export const sealHead = (sealer: Sealer, { tenantId, seq, hash }: Mark, at: string): string =>
  sealWith(sealer, 'audit heads', [tenantId, String(seq), hash, at])
