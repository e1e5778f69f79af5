/** RADIUS packets on the wire (RFC 2865 section 3): one header, then attributes of type, length, value. */

export const HEADER_LENGTH = 20
export const MAX_LENGTH = 4096
const MAX_VALUE_LENGTH = 253

/** Packet codes this server speaks or recognises (RFC 2865, 2866, 5997). */
export const Code = {
  accessRequest: 1,
  accessAccept: 2,
  accessReject: 3,
  accountingRequest: 4,
  accountingResponse: 5,
  accessChallenge: 11,
  statusServer: 12,
} as const

/** One attribute to be written; the value is at most 253 octets. */
export type Attribute = { readonly type: number; readonly value: Buffer }

/**
 * A decoded packet is a checked view of the received bytes: attributes are found by walking `raw`, which
 * keeps their order and repetitions and allocates nothing until a value is asked for.
 */
export type Packet = {
  readonly code: number
  readonly id: number
  /** 16 octets at offset 4. */
  readonly authenticator: Buffer
  /** The packet without the padding that may follow its Length. */
  readonly raw: Buffer
}

/**
 * Reads a datagram. Octets past Length are ignored; null when it is shorter than Length, when Length is
 * outside 20..4096, or when the attributes do not exactly fill it (RFC 2865 section 3: silently discarded).
 */
export function decode(datagram: Buffer): Packet | null {
  if (datagram.length < HEADER_LENGTH) return null
  const length = datagram.readUInt16BE(2)
  if (length < HEADER_LENGTH || length > MAX_LENGTH || datagram.length < length) return null
  let at = HEADER_LENGTH
  while (at < length) {
    const size = at + 1 < length ? (datagram[at + 1] as number) : 0
    if (size < 2 || at + size > length) return null
    at += size
  }
  const raw = datagram.length === length ? datagram : datagram.subarray(0, length)
  return { code: raw[0] as number, id: raw[1] as number, authenticator: raw.subarray(4, HEADER_LENGTH), raw }
}

/** Where the value of the first attribute of this type begins at or after `from`, or -1. */
export function indexOf(packet: Packet, type: number, from = HEADER_LENGTH): number {
  const { raw } = packet
  for (let at = from; at < raw.length; at += raw[at + 1] as number) if (raw[at] === type) return at + 2
  return -1
}

/** The value of the first attribute of this type. */
export function first(packet: Packet, type: number): Buffer | undefined {
  const at = indexOf(packet, type)
  return at < 0 ? undefined : packet.raw.subarray(at, at - 2 + (packet.raw[at - 1] as number))
}

/** Every attribute, or every one of a type, in the order received. */
export function all(packet: Packet, type?: number): Attribute[] {
  const found: Attribute[] = []
  const { raw } = packet
  for (let at = HEADER_LENGTH; at < raw.length; ) {
    const size = raw[at + 1] as number
    const here = raw[at] as number
    if (type === undefined || here === type)
      found.push({ type: here, value: raw.subarray(at + 2, at + size) })
    at += size
  }
  return found
}

/**
 * Writes a packet with the given 16-octet authenticator. Throws a RangeError when a value exceeds 253 octets
 * or the packet 4096: a packet that cannot be said must not be cut short.
 */
export function encode(
  header: { code: number; id: number; authenticator: Buffer },
  attributes: readonly Attribute[],
): Buffer {
  let length = HEADER_LENGTH
  for (const { type, value } of attributes) {
    if (value.length > MAX_VALUE_LENGTH)
      throw new RangeError(
        `RADIUS attribute ${type} has ${value.length} octets; at most ${MAX_VALUE_LENGTH} fit`,
      )
    length += 2 + value.length
  }
  if (length > MAX_LENGTH)
    throw new RangeError(`RADIUS packet of ${length} octets; at most ${MAX_LENGTH} fit`)
  const raw = Buffer.allocUnsafe(length)
  raw[0] = header.code
  raw[1] = header.id
  raw.writeUInt16BE(length, 2)
  raw.set(header.authenticator, 4)
  let at = HEADER_LENGTH
  for (const { type, value } of attributes) {
    raw[at] = type
    raw[at + 1] = value.length + 2
    raw.set(value, at + 2)
    at += value.length + 2
  }
  return raw
}
