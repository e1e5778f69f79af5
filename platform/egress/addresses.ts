/**
 * Which addresses belong to the open internet. Everything that is not certainly global is treated as private:
 * IANA special-purpose registries (RFC 6890 and its updates), and the IPv6 forms that carry an IPv4 address inside.
 */
import { isIPv4, isIPv6 } from 'node:net'

/** A block of addresses: the first `bits` bits of `bytes` (4 or 16 of them). */
export type Block = { bytes: number[]; bits: number }

const specialV4 = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT
  '127.0.0.0/8', // loopback
  '168.63.129.16/32', // a cloud's host agent, answered from inside the machine's own host
  '169.254.0.0/16', // link-local, cloud metadata
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
]

/** Holes in 2000::/3; what lies outside 2000::/3 is not global to begin with. */
const specialV6 = [
  '2001::/23', // protocol assignments: Teredo, ORCHID, benchmarks
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: carries an IPv4 address, withdrawn by RFC 7526
  '3fff::/20', // documentation
]

/** The bytes of an IPv4 (4) or IPv6 (16) address in text; null for anything else. A zone ("%eth0") is refused. */
export function parseAddress(text: string): number[] | null {
  if (isIPv4(text)) return text.split('.').map(Number)
  if (!isIPv6(text) || text.includes('%')) return null
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  const plain = dotted ? `${dotted[1]}${hexPair(dotted[2] ?? '')}` : text
  const [head = '', tail] = plain.split('::')
  const left = groups(head)
  const right = tail === undefined ? [] : groups(tail)
  const middle = new Array<number>(8 - left.length - right.length).fill(0)
  return [...left, ...middle, ...right].flatMap(group => [group >> 8, group & 255])
}

/** Reads "10.0.0.0/8", "fd00::/8" or a single address; null when it is neither. */
export function parseBlock(text: string): Block | null {
  const [address = '', bitsText, ...rest] = text.split('/')
  const bytes = parseAddress(address)
  if (!bytes || rest.length > 0) return null
  const most = bytes.length * 8
  if (bitsText === undefined) return { bytes, bits: most }
  const bits = /^\d{1,3}$/.test(bitsText) ? Number(bitsText) : most + 1
  return bits <= most ? { bytes, bits } : null
}

/** True when `address` lies in `block`; IPv4 never lies in an IPv6 block and the other way round. */
export function inBlock(address: number[], block: Block): boolean {
  if (address.length !== block.bytes.length) return false
  return address.every((byte, at) => {
    const bits = Math.min(8, Math.max(0, block.bits - at * 8))
    const mask = (0xff << (8 - bits)) & 0xff
    return (byte & mask) === ((block.bytes[at] ?? 0) & mask)
  })
}

/** An IPv4-mapped IPv6 address (::ffff:a.b.c.d) as the IPv4 address that the kernel will connect to. */
export function unmapped(address: number[]): number[] {
  return inBlock(address, mapped) ? address.slice(12) : address
}

/** True when the address is on the open internet: nothing special, also not inside an embedded form. */
export function isGlobal(address: number[]): boolean {
  if (address.length === 4) return !blocksV4.some(block => inBlock(address, block))
  if (inBlock(address, mapped) || inBlock(address, nat64)) return isGlobal(address.slice(12))
  return inBlock(address, globalUnicast) && !blocksV6.some(block => inBlock(address, block))
}

const groups = (text: string) => (text === '' ? [] : text.split(':').map(group => Number.parseInt(group, 16)))

const hexPair = (dotted: string) => {
  const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number)
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
}

const known = (text: string): Block => {
  const block = parseBlock(text)
  if (!block) throw new Error(`not an address block: ${text}`)
  return block
}
const blocksV4 = specialV4.map(known)
const blocksV6 = specialV6.map(known)
const globalUnicast = known('2000::/3')
const mapped = known('::ffff:0:0/96')
const nat64 = known('64:ff9b::/96')
