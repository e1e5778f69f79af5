/** Addresses of callers: one spelling each, the network they stand in, and lists of them. IPv4 and IPv6. */
import { BlockList, isIP, isIPv4, SocketAddress } from 'node:net'

const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/** IPv4 in an IPv6 coat (a dual-stack socket's way) becomes IPv4, and a zone goes; what is no address stays as it is. */
export function plainAddress(address: string): string {
  const bare = address.split('%')[0] ?? ''
  const v4 = mapped.exec(bare)?.[1]
  if (v4 !== undefined && isIPv4(v4)) return v4
  if (isIP(bare) !== 6) return isIP(bare) === 4 ? bare : address
  const spelled = new SocketAddress({ address: bare, family: 'ipv6' }).address
  return mapped.exec(spelled)?.[1] ?? spelled
}

/**
 * What counts as one caller: an IPv4 address, or the /64 of an IPv6 address, since whoever has one IPv6 address has all of
 * its /64.
 */
export function networkOf(address: string): string {
  const plain = plainAddress(address)
  return isIP(plain) === 6 ? `${fullGroups(plain).slice(0, 4).join(':')}::/64` : plain
}

function fullGroups(address: string): string[] {
  const [head = '', tail] = address.split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const front = groups(head)
  if (tail === undefined) return front
  const back = groups(tail)
  return [...front, ...Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0'), ...back]
}

export type AddressList = { contains(address: string): boolean }

/** What is wrong with one entry of a list, in words; null when nothing is. */
export function wrongEntry(entry: string): string | null {
  const [address = '', prefix, ...more] = entry.split('/')
  const family = isIP(address)
  if (family === 0 || address.includes('%'))
    return `"${entry}" is no address: write 192.0.2.7 or 192.0.2.0/24`
  if (prefix === undefined) return null
  const longest = family === 4 ? 32 : 128
  const fits = more.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= longest
  return fits ? null : `"${entry}" is no range: the part after / is a number from 0 to ${longest}`
}

/** Of entries that passed `wrongEntry`. An empty list contains nothing. */
export function addressList(entries: readonly string[]): AddressList {
  const list = new BlockList()
  for (const entry of entries) addEntry(list, entry)
  return {
    contains(address) {
      const plain = plainAddress(address)
      const family = isIP(plain)
      return family !== 0 && list.check(plain, family === 4 ? 'ipv4' : 'ipv6')
    },
  }
}

function addEntry(list: BlockList, entry: string): void {
  const [written = '', prefix] = entry.split('/')
  const address = plainAddress(written)
  const family = isIPv4(address) ? 'ipv4' : 'ipv6'
  // ::ffff:192.0.2.0/120 is 192.0.2.0/24 in its coat.
  const coat = family === 'ipv4' && !isIPv4(written) ? 96 : 0
  if (prefix === undefined) list.addAddress(address, family)
  else list.addSubnet(address, Math.max(0, Number(prefix) - coat), family)
}
