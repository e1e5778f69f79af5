/** What an accepted login gets: its address, its speeds, and how often the router reports. */
import { randomBytes } from 'node:crypto'
import { isIPv4 } from 'node:net'
import { Attr, MikrotikAttr, Vendor } from './codec/attributes.ts'
import type { Attribute } from './codec/packet.ts'
import { address, integer, octets, vendorText } from './codec/write.ts'
import type { Login } from './find-login.ts'

/** Seconds between interim reports (RFC 2869 section 5.16: never below 60). */
export const INTERIM_INTERVAL_S = 300

/** The attributes of an Access-Accept. Class is new each time: it tells sessions apart whose ids are reused. */
export function lineAttributes(login: Pick<Login, 'staticIp' | 'upKbps' | 'downKbps'>): Attribute[] {
  const attributes = [
    octets(Attr.class, randomBytes(16)),
    integer(Attr.acctInterimInterval, INTERIM_INTERVAL_S),
  ]
  if (login.staticIp && isIPv4(login.staticIp)) attributes.push(address(Attr.framedIpAddress, login.staticIp))
  if (login.upKbps > 0 && login.downKbps > 0)
    attributes.push(
      vendorText(Vendor.mikrotik, MikrotikAttr.rateLimit, rateLimit(login.upKbps, login.downKbps)),
    )
  return attributes
}

/** "rx/tx" as the router sees it: rx is the customer's upload. 1M = 1000k. */
export function rateLimit(upKbps: number, downKbps: number): string {
  return `${rate(upKbps)}/${rate(downKbps)}`
}

const rate = (kbps: number) => (kbps % 1000 === 0 ? `${kbps / 1000}M` : `${kbps}k`)
