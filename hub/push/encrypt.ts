/**
 * A message for one browser and nobody on the way (RFC 8291): one record of aes128gcm (RFC 8188) under a key that only
 * that browser can find again. By node:crypto alone; test vectors stand beside it.
 */
import { createCipheriv, createECDH, ECDH, hkdfSync, randomBytes } from 'node:crypto'

/** What a browser gives with its subscription. */
export type BrowserKeys = {
  /** Its public key: a point on P-256, uncompressed, 65 bytes. */
  p256dh: Buffer
  /** Its secret, 16 bytes. */
  auth: Buffer
}

/** Of one message: never used twice. */
type Once = { salt: Buffer; privateKey: Buffer }

const curve = 'prime256v1'
const recordBytes = 4_096
/** The delimiter of the last record; no padding follows. */
const last = Buffer.from([2])

const freshOnce = (): Once => {
  const pair = createECDH(curve)
  pair.generateKeys()
  return { salt: randomBytes(16), privateKey: pair.getPrivateKey() }
}

/** The body of the request. `once` is chosen anew each time; tests alone give it. */
export function encrypt(clear: Buffer, { p256dh, auth }: BrowserKeys, once: Once = freshOnce()): Buffer {
  const pair = createECDH(curve)
  pair.setPrivateKey(once.privateKey)
  const ours = pair.getPublicKey()
  const secret = derive(
    pair.computeSecret(p256dh),
    auth,
    Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, ours]),
    32,
  )
  const key = derive(secret, once.salt, 'Content-Encoding: aes128gcm\0', 16)
  const nonce = derive(secret, once.salt, 'Content-Encoding: nonce\0', 12)
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  const body = Buffer.concat([
    cipher.update(Buffer.concat([clear, last])),
    cipher.final(),
    cipher.getAuthTag(),
  ])
  const recordSize = Buffer.alloc(4)
  recordSize.writeUInt32BE(recordBytes)
  return Buffer.concat([once.salt, recordSize, Buffer.from([ours.length]), ours, body])
}

/** Whether these bytes are a public key of P-256 in the long form. */
export function isPoint(bytes: Buffer): boolean {
  if (bytes.length !== 65 || bytes[0] !== 4) return false
  try {
    ECDH.convertKey(bytes, curve)
    return true
  } catch {
    return false
  }
}

const derive = (from: Buffer, salt: Buffer, info: string | Buffer, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', from, salt, info, length))
