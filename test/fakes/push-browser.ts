/** The browser's side of web push: keys of a subscription, opening a message (RFC 8291), reading who sent it (RFC 8292). */
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'

export type PushBrowserKeys = { p256dh: Buffer; auth: Buffer; privateKey: Buffer }

export function newBrowserKeys(): PushBrowserKeys {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  return { p256dh: pair.getPublicKey(), auth: randomBytes(16), privateKey: pair.getPrivateKey() }
}

const hkdf = (from: Buffer, salt: Buffer, info: string | Buffer, length: number) =>
  Buffer.from(hkdfSync('sha256', from, salt, info, length))

/** Throws on whatever a browser would throw away. */
export function decryptAsBrowser(body: Buffer, { p256dh, auth, privateKey }: PushBrowserKeys): Buffer {
  const salt = body.subarray(0, 16)
  const recordSize = body.readUInt32BE(16)
  const idLength = body.readUInt8(20)
  if (idLength !== 65) throw new Error('the key id is not a public key')
  const sender = body.subarray(21, 21 + idLength)
  const record = body.subarray(21 + idLength)
  if (record.length > recordSize) throw new Error('more than one record')
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(privateKey)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, sender])
  const secret = hkdf(pair.computeSecret(sender), auth, info, 32)
  const key = hkdf(secret, salt, 'Content-Encoding: aes128gcm\0', 16)
  const nonce = hkdf(secret, salt, 'Content-Encoding: nonce\0', 12)
  const decipher = createDecipheriv('aes-128-gcm', key, nonce, { authTagLength: 16 })
  decipher.setAuthTag(record.subarray(-16))
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()])
  const end = padded.lastIndexOf(2)
  if (end < 0 || padded.subarray(end + 1).some(byte => byte !== 0)) throw new Error('not the last record')
  return padded.subarray(0, end)
}

export type SaidVapid = {
  isSigned: boolean
  header: Record<string, unknown>
  claims: { aud?: string; exp?: number; sub?: string }
  key: Buffer
}

const parsed = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))

/** Throws when the header is not of this scheme. */
export function readVapid(authorization: string): SaidVapid {
  const match = /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]+)$/.exec(authorization)
  if (!match) throw new Error('not "vapid t=…, k=…"')
  const [, head = '', claims = '', signature = '', k = ''] = match
  const point = Buffer.from(k, 'base64url')
  const coordinate = (from: number) => point.subarray(from, from + 32).toString('base64url')
  const key = createPublicKey({
    key: { kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(33) },
    format: 'jwk',
  })
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  return { isSigned, header: parsed(head), claims: parsed(claims), key: point }
}
