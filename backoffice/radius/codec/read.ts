/** Typed readers. Each answers undefined when the attribute is absent or has a length its type forbids. */
import { SocketAddress } from 'node:net'
import { Attr } from './attributes.ts'
import { all, first, type Packet } from './packet.ts'

/** Text as UTF-8. Broken sequences and NUL become U+FFFD: the value stays storable and matches no login. */
export function readText(packet: Packet, type: number): string | undefined {
  return first(packet, type)?.toString('utf8').replaceAll('\0', '\uFFFD')
}

/** A 32-bit unsigned integer; also seconds since 1970 for the time type. */
export function readInteger(packet: Packet, type: number): number | undefined {
  const value = first(packet, type)
  return value?.length === 4 ? value.readUInt32BE(0) : undefined
}

/** An IPv4 address in dotted form. */
export function readAddress(packet: Packet, type: number): string | undefined {
  const value = first(packet, type)
  return value?.length === 4 ? `${value[0]}.${value[1]}.${value[2]}.${value[3]}` : undefined
}

/** An IPv6 prefix such as 2001:db8:12::/48 (RFC 3162 section 2.3); bits past the prefix length are cleared. */
export function readIpv6Prefix(packet: Packet, type: number): string | undefined {
  const value = first(packet, type)
  if (!value || value.length < 2 || value.length > 18) return undefined
  const bits = value[1] as number
  if (bits > 128 || value.length - 2 < Math.ceil(bits / 8)) return undefined
  const octets = Buffer.alloc(16)
  value.copy(octets, 0, 2, 2 + Math.ceil(bits / 8))
  const edge = bits >> 3
  if (bits & 7) octets[edge] = (octets[edge] as number) & (0xff << (8 - (bits & 7)))
  const groups = Array.from({ length: 8 }, (_, at) => octets.readUInt16BE(at * 2).toString(16))
  return `${new SocketAddress({ family: 'ipv6', address: groups.join(':') }).address}/${bits}`
}

/** The value of one vendor's sub-attribute (RFC 2865 section 5.26); malformed vendor data is passed over. */
export function readVendor(packet: Packet, vendor: number, subType: number): Buffer | undefined {
  for (const { value } of all(packet, Attr.vendorSpecific)) {
    if (value.length < 4 || value.readUInt32BE(0) !== vendor) continue
    for (let at = 4; at + 1 < value.length; ) {
      const size = value[at + 1] as number
      if (size < 2 || at + size > value.length) break
      if (value[at] === subType) return value.subarray(at + 2, at + size)
      at += size
    }
  }
  return undefined
}

/** Whether the packet carries any attribute of this vendor. */
export function hasVendor(packet: Packet, vendor: number): boolean {
  return all(packet, Attr.vendorSpecific).some(
    ({ value }) => value.length >= 4 && value.readUInt32BE(0) === vendor,
  )
}
