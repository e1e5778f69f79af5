/** Passwords on the wire: User-Password (RFC 2865 section 5.2) and CHAP (RFC 2865 section 2.2, RFC 1994). */
import { hash, timingSafeEqual } from 'node:crypto'

const BLOCK = 16
const MAX_LENGTH = 128

/** One key block: MD5(secret + what came before). */
function keyBlock(secret: Buffer, previous: Buffer): Buffer {
  return hash('md5', Buffer.concat([secret, previous]), 'buffer')
}

/** Hides a password of at most 128 octets under the secret and the request authenticator. */
export function hidePassword(password: Buffer, secret: Buffer, authenticator: Buffer): Buffer {
  if (password.length > MAX_LENGTH)
    throw new RangeError(`RADIUS password of ${password.length} octets; at most ${MAX_LENGTH} fit`)
  const hidden = Buffer.alloc(Math.max(BLOCK, Math.ceil(password.length / BLOCK) * BLOCK))
  hidden.set(password)
  let previous = authenticator
  for (let at = 0; at < hidden.length; at += BLOCK) {
    const key = keyBlock(secret, previous)
    for (let i = 0; i < BLOCK; i++) hidden[at + i] = (hidden[at + i] as number) ^ (key[i] as number)
    previous = hidden.subarray(at, at + BLOCK)
  }
  return hidden
}

/** Reveals a hidden password without its padding; null when its length is not 16, 32 .. 128 octets. */
export function revealPassword(hidden: Buffer, secret: Buffer, authenticator: Buffer): Buffer | null {
  if (hidden.length === 0 || hidden.length > MAX_LENGTH || hidden.length % BLOCK !== 0) return null
  const password = Buffer.allocUnsafe(hidden.length)
  let previous = authenticator
  for (let at = 0; at < hidden.length; at += BLOCK) {
    const key = keyBlock(secret, previous)
    for (let i = 0; i < BLOCK; i++) password[at + i] = (hidden[at + i] as number) ^ (key[i] as number)
    previous = hidden.subarray(at, at + BLOCK)
  }
  let end = password.length
  while (end > 0 && password[end - 1] === 0) end--
  return password.subarray(0, end)
}

/** Whether two passwords are the same, in a time that does not tell where they differ. */
export function isSamePassword(given: Buffer, known: Buffer): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', known, 'buffer'))
}

/** The 17-octet CHAP-Password: the identifier, then MD5(identifier + password + challenge). */
export function chapPassword(identifier: number, password: Buffer, challenge: Buffer): Buffer {
  const ident = Buffer.from([identifier])
  return Buffer.concat([ident, hash('md5', Buffer.concat([ident, password, challenge]), 'buffer')])
}

/** Whether a CHAP-Password answers the challenge with this password; false when it is not 17 octets. */
export function isChapAnswer(answer: Buffer, password: Buffer, challenge: Buffer): boolean {
  return (
    answer.length === 17 && timingSafeEqual(answer, chapPassword(answer[0] as number, password, challenge))
  )
}
