/**
 * Who sends (RFC 8292): a key pair of this installation, which browsers tie their subscriptions to. It is made from the
 * installation's secret, so every process has the same one and nothing needs to be kept; another SECRET_KEY is another
 * pair, and browsers subscribe anew the next time somebody opens the app.
 */
import { createECDH, createPrivateKey, hkdfSync, type KeyObject, sign } from 'node:crypto'

export type VapidKeys = { publicKey: Buffer; signing: KeyObject }

/** The order of P-256 (SEC 2): a private key is a number from 1 up to below it. */
const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex')

/** `secret`: what Secrets.derive gives for the purpose "web push". */
export function vapidKeys(secret: string): VapidKeys {
  for (let round = 0; ; round++) {
    const scalar = Buffer.from(hkdfSync('sha256', secret, '', `trunkline vapid ${round}`, 32))
    // About one in four thousand million is too large, or zero: then the next one is taken.
    if (scalar.equals(Buffer.alloc(32)) || Buffer.compare(scalar, order) >= 0) continue
    return keysOf(scalar)
  }
}

function keysOf(scalar: Buffer): VapidKeys {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(scalar)
  const publicKey = pair.getPublicKey()
  const text = (from: number, to: number) => publicKey.subarray(from, to).toString('base64url')
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: scalar.toString('base64url'),
    x: text(1, 33),
    y: text(33, 65),
  }
  return { publicKey, signing: createPrivateKey({ key: jwk, format: 'jwk' }) }
}

/** At most 24 hours are accepted; clocks differ. */
const validMs = 12 * 3_600_000

/** The Authorization header of one request to this push service. `contact`: whom its operator can write to. */
export function vapidHeader(
  { publicKey, signing }: VapidKeys,
  { endpoint, contact, now }: { endpoint: string; contact: string; now: Date },
): string {
  const claims = {
    aud: new URL(endpoint).origin,
    exp: Math.floor((now.getTime() + validMs) / 1_000),
    sub: contact,
  }
  const unsigned = `${encoded({ typ: 'JWT', alg: 'ES256' })}.${encoded(claims)}`
  const signature = sign('sha256', Buffer.from(unsigned), { key: signing, dsaEncoding: 'ieee-p1363' })
  return `vapid t=${unsigned}.${signature.toString('base64url')}, k=${publicKey.toString('base64url')}`
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
