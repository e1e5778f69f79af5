import { createHmac } from 'node:crypto'

/** A key for one purpose (session signing, database roles), stable for this SECRET_KEY: 43 characters of base64url. */
export const deriveFrom = (secretKey: string, purpose: string): string =>
  createHmac('sha256', Buffer.from(secretKey, 'hex')).update(purpose).digest('base64url')
