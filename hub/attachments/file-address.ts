/**
 * Signed addresses of files: `/files/<payload>.<signature>`. Whoever holds one may read that one file for a few minutes,
 * without a session; nobody can make one, or turn one into another.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

export type FilePlace = { tenantId: string; attachmentId: string }

export const lifetimeMs = 5 * 60_000

const payload = z.tuple([z.uuid(), z.uuid(), z.int()])

const signatureOf = (key: string, text: string) => createHmac('sha256', key).update(text).digest('base64url')

/** The path after the host. */
export function fileAddress(key: string, place: FilePlace, now: Date, forMs = lifetimeMs): string {
  const parts = [place.tenantId, place.attachmentId, now.getTime() + forMs]
  const text = Buffer.from(JSON.stringify(parts)).toString('base64url')
  return `/files/${text}.${signatureOf(key, text)}`
}

/** Null for a token that we did not sign letter for letter, and for one whose time is over. */
export function readFileToken(key: string, token: string, now: Date): FilePlace | null {
  const [text = '', signature = '', ...more] = token.split('.')
  // Compared as text: decoded, several spellings of base64 would be the same signature.
  const given = Buffer.from(signature)
  const right = Buffer.from(signatureOf(key, text))
  if (more.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) return null
  const parsed = payload.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  if (!parsed.success || parsed.data[2] <= now.getTime()) return null
  return { tenantId: parsed.data[0], attachmentId: parsed.data[1] }
}
