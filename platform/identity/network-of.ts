/** Which network a client address counts for: one household or company, not one of its 2^64 addresses. */
import { parseAddress, unmapped } from '../egress/addresses.ts'

/** IPv4 as it is (also when written inside IPv6), IPv6 as its /64, anything else as "unknown". */
export function networkOf(address: string): string {
  const bytes = parseAddress(address)
  if (!bytes) return 'unknown'
  const plain = unmapped(bytes)
  if (plain.length === 4) return plain.join('.')
  return `${Buffer.from(plain.slice(0, 8)).toString('hex')}/64`
}
