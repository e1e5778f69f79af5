/** A text as the squares of a QR code. Pure. */
import { encode } from 'uqr'

/** `path` draws the dark squares into a square of `size` units, quiet zone included. */
export function qrOf(text: string): { size: number; path: string } {
  const { size, data } = encode(text, { ecc: 'M', border: 2 })
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .filter(Boolean)
    .join('')
  return { size, path }
}

/** The secret out of an otpauth address, in groups of four as people type it. */
export function secretIn(uri: string): string {
  const secret = URL.canParse(uri) ? (new URL(uri).searchParams.get('secret') ?? '') : ''
  return secret.replaceAll(/(.{4})(?=.)/g, '$1 ')
}
