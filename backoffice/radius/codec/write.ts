/** Typed writers: each makes one attribute, or throws a RangeError that names what does not fit. */
import { isIPv4 } from 'node:net'
import { Attr } from './attributes.ts'
import type { Attribute } from './packet.ts'

/** Text as UTF-8, 1..253 octets. */
export function text(type: number, value: string): Attribute {
  return { type, value: Buffer.from(value, 'utf8') }
}

/** Opaque octets, copied as they are. */
export function octets(type: number, value: Buffer): Attribute {
  return { type, value }
}

/** A 32-bit unsigned integer. */
export function integer(type: number, value: number): Attribute {
  const buffer = Buffer.allocUnsafe(4)
  buffer.writeUInt32BE(value)
  return { type, value: buffer }
}

/** An IPv4 address in dotted form. */
export function address(type: number, value: string): Attribute {
  if (!isIPv4(value)) throw new RangeError(`RADIUS attribute ${type} needs an IPv4 address, not "${value}"`)
  return { type, value: Buffer.from(value.split('.').map(Number)) }
}

/** A Vendor-Specific attribute with one text sub-attribute (RFC 2865 section 5.26). */
export function vendorText(vendor: number, subType: number, value: string): Attribute {
  const body = Buffer.from(value, 'utf8')
  if (body.length > 247) throw new RangeError(`Vendor text of ${body.length} octets; at most 247 fit`)
  const buffer = Buffer.allocUnsafe(6 + body.length)
  buffer.writeUInt32BE(vendor)
  buffer[4] = subType
  buffer[5] = body.length + 2
  buffer.set(body, 6)
  return { type: Attr.vendorSpecific, value: buffer }
}
