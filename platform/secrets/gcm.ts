/** AES-256-GCM (NIST SP 800-38D) as text: "<iv>.<ciphertext and tag>", base64url in its one canonical spelling. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const ivBytes = 12
const tagBytes = 16

/** `key` is 32 bytes; `bound` is what the text is tied to, and must be given again to read it. */
export function encrypt(key: Buffer, clear: Buffer, bound: string): string {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes }).setAAD(
    Buffer.from(bound),
  )
  const body = Buffer.concat([cipher.update(clear), cipher.final(), cipher.getAuthTag()])
  return `${iv.toString('base64url')}.${body.toString('base64url')}`
}

/** Throws on another key, another `bound`, any changed bit, a shortened tag, or another spelling of the same bytes. */
export function decrypt(key: Buffer, text: string, bound: string): Buffer {
  const [ivText = '', bodyText = '', ...rest] = text.split('.')
  const [iv, body] = [strict(ivText), strict(bodyText)]
  if (rest.length > 0 || iv.length !== ivBytes || body.length < tagBytes)
    throw new Error('not encrypted text')
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(bound)).setAuthTag(body.subarray(-tagBytes))
  return Buffer.concat([decipher.update(body.subarray(0, -tagBytes)), decipher.final()])
}

/** Node skips what is not base64url and ignores spare bits: both would be ways to change a text unseen. */
function strict(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.toString('base64url') !== text) throw new Error('not base64url')
  return bytes
}
