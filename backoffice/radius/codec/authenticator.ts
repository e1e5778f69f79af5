/**
 * Who wrote this packet: the MD5 authenticators of RFC 2865 section 3 and RFC 2866 section 3, and the
 * HMAC-MD5 Message-Authenticator of RFC 3579 section 3.2. All comparisons take constant time.
 */
import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import { Attr } from './attributes.ts'
import { type Attribute, Code, encode, HEADER_LENGTH, indexOf, type Packet } from './packet.ts'

const zeros = Buffer.alloc(16)
const emptyMessageAuthenticator: Attribute = { type: Attr.messageAuthenticator, value: zeros }

/** MD5 over the packet with `authenticator` in its header, then the secret. */
function packetDigest(raw: Buffer, authenticator: Buffer, secret: Buffer): Buffer {
  const whole = Buffer.allocUnsafe(raw.length + secret.length)
  whole.set(raw)
  whole.set(authenticator, 4)
  whole.set(secret, raw.length)
  return hash('md5', whole, 'buffer')
}

/** HMAC-MD5 over the packet with `authenticator` in its header and the value at `at` taken as zeros. */
function messageDigest(raw: Buffer, authenticator: Buffer, at: number, secret: Buffer): Buffer {
  const whole = Buffer.from(raw)
  whole.set(authenticator, 4)
  whole.fill(0, at, at + 16)
  return createHmac('md5', secret).update(whole).digest()
}

/** What stands in the header while the Message-Authenticator of a request is computed. */
function requestAuthenticator(packet: Packet): Buffer {
  // Accounting (and later CoA) requests derive their authenticator from the finished packet, so it counts as zeros.
  return packet.code === Code.accessRequest || packet.code === Code.statusServer
    ? packet.authenticator
    : zeros
}

/**
 * Checks the Message-Authenticator of a request, or of a reply when the request's authenticator is given.
 * A second one or one of a wrong length is 'wrong', never 'absent'.
 */
export function checkMessageAuthenticator(
  packet: Packet,
  secret: Buffer,
  authenticator = requestAuthenticator(packet),
): 'valid' | 'absent' | 'wrong' {
  const at = indexOf(packet, Attr.messageAuthenticator)
  if (at < 0) return 'absent'
  if (packet.raw[at - 1] !== 18 || indexOf(packet, Attr.messageAuthenticator, at + 16) >= 0) return 'wrong'
  const expected = messageDigest(packet.raw, authenticator, at, secret)
  return timingSafeEqual(expected, packet.raw.subarray(at, at + 16)) ? 'valid' : 'wrong'
}

/** Whether an Accounting-Request was written by someone who knows the secret (RFC 2866 section 3). */
export function isAccountingAuthentic(packet: Packet, secret: Buffer): boolean {
  return timingSafeEqual(packetDigest(packet.raw, zeros, secret), packet.authenticator)
}

/** Whether a reply answers the request with this authenticator and was written with the secret. */
export function isReplyAuthentic(reply: Packet, requestAuthenticator: Buffer, secret: Buffer): boolean {
  if (!timingSafeEqual(packetDigest(reply.raw, requestAuthenticator, secret), reply.authenticator))
    return false
  return checkMessageAuthenticator(reply, secret, requestAuthenticator) !== 'wrong'
}

/**
 * Writes a signed reply. The Message-Authenticator stands first, where a forger's chosen prefix cannot reach
 * past it (CVE-2024-3596); an Accounting-Response to accounting carries none, as peers disagree on how it is computed.
 */
export function encodeReply(
  request: Packet,
  reply: { code: number; attributes: readonly Attribute[] },
  secret: Buffer,
): Buffer {
  const header = { code: reply.code, id: request.id, authenticator: request.authenticator }
  const withMessageAuthenticator = request.code !== Code.accountingRequest
  const attributes = withMessageAuthenticator
    ? [emptyMessageAuthenticator, ...reply.attributes]
    : reply.attributes
  const raw = encode(header, attributes)
  const at = HEADER_LENGTH + 2
  if (withMessageAuthenticator) raw.set(messageDigest(raw, request.authenticator, at, secret), at)
  raw.set(packetDigest(raw, request.authenticator, secret), 4)
  return raw
}

/** Writes an Access-Request or Status-Server with its Message-Authenticator first. */
export function encodeSignedRequest(
  header: { code: number; id: number; authenticator: Buffer },
  attributes: readonly Attribute[],
  secret: Buffer,
): Buffer {
  const raw = encode(header, [emptyMessageAuthenticator, ...attributes])
  const at = HEADER_LENGTH + 2
  raw.set(messageDigest(raw, header.authenticator, at, secret), at)
  return raw
}

/** Writes an Accounting-Request with its authenticator. */
export function encodeAccounting(id: number, attributes: readonly Attribute[], secret: Buffer): Buffer {
  const raw = encode({ code: Code.accountingRequest, id, authenticator: zeros }, attributes)
  raw.set(packetDigest(raw, zeros, secret), 4)
  return raw
}
