/** Secrets that are handed out once and kept only as a hash: 256 random bits, compared in constant time. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A new secret, safe in a link. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is stored. A random secret of 256 bits needs no slow hash. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Whether the secret is the one behind the hash. Empty never matches anything. */
export function isToken(token: string, hash: string): boolean {
  if (token === '' || hash === '') return false
  const given = Buffer.from(hashToken(token))
  const kept = Buffer.from(hash)
  return given.length === kept.length && timingSafeEqual(given, kept)
}
