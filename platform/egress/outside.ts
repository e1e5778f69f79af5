/** Whether an address of ours can be reached by strangers, as far as its name tells. */
import { isGlobal, parseAddress } from './addresses.ts'

/** Names that never resolve, or only at home (RFC 2606, 6761, 6762, 8375). */
const atHome = /(^|\.)(localhost|local|internal|lan|home|corp|test|example|invalid|onion|home\.arpa)$/

export function isReachedFromOutside(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'https:') return false
  const address = parseAddress(hostname.replace(/^\[|\]$/g, ''))
  if (address) return isGlobal(address)
  return hostname.includes('.') && !atHome.test(hostname.replace(/\.$/, ''))
}
