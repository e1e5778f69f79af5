/** How an API key looks: `tl_<prefix>_<secret>`. The prefix finds its row and may be shown; the secret is 256 random bits. */
import { randomInt } from 'node:crypto'
import { newToken } from './tokens.ts'

export type KeyText = { prefix: string; secret: string }

const shape = /^tl_([a-z0-9]{8})_([A-Za-z0-9_-]{43})$/
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

export const newKeyText = (): KeyText => ({
  prefix: Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join(''),
  secret: newToken(),
})

export const writeKey = ({ prefix, secret }: KeyText): string => `tl_${prefix}_${secret}`

/** Null for what cannot be a key of ours. */
export function readKey(text: string): KeyText | null {
  const [, prefix, secret] = shape.exec(text) ?? []
  return prefix && secret ? { prefix, secret } : null
}

/** What `Authorization: Bearer …` carries; null for every other header, and for none. */
export function bearerOf(authorization: string | string[] | undefined): string | null {
  if (typeof authorization !== 'string') return null
  const [, token] = /^bearer +(\S.*)$/i.exec(authorization) ?? []
  return token?.trim() ?? (/^bearer *$/i.test(authorization) ? '' : null)
}
