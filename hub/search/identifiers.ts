/** The exact identifiers a text may be, in the spellings they are stored in. Pure. */
import { isIPv4, isIPv6 } from 'node:net'

export type Identifiers = {
  /** Lower case. */
  email: string | null
  /** Spellings of a device address, since routers write it as they please. */
  macs: string[]
  /** An address as it is stored. */
  ip: string | null
  /** Delegated prefixes that would hold the address, as they are stored. */
  prefixes: string[]
  /** "#12" or "12". */
  ticket: number | null
  /** Numbers of customers and invoices, and logins, in the cases they come in. */
  codes: string[]
}

export function readIdentifiers(text: string): Identifiers {
  const clean = text.trim()
  const ip = addressOf(clean)
  const ticket = /^#?(\d{1,9})$/.exec(clean)?.[1]
  return {
    email: /^[^\s@]+@[^\s@]+$/.test(clean) ? clean.toLowerCase() : null,
    macs: macSpellings(clean),
    ip,
    prefixes: ip?.includes(':') ? prefixesOf(ip) : [],
    ticket: ticket === undefined ? null : Number(ticket),
    codes: /^\S{2,100}$/.test(clean) ? [...new Set([clean, clean.toLowerCase(), clean.toUpperCase()])] : [],
  }
}

function macSpellings(text: string): string[] {
  if (!/^[\da-f]{2}(?:[:\-. ]?[\da-f]{2}){5}$/i.test(text)) return []
  const hex = text.replace(/[^\da-f]/gi, '').toLowerCase()
  const pairs = hex.match(/../g) ?? []
  const fours = hex.match(/.{4}/g) ?? []
  const lower = [hex, pairs.join(':'), pairs.join('-'), pairs.join('.'), fours.join('.'), fours.join('-')]
  return lower.flatMap(each => [each, each.toUpperCase()])
}

/** IPv6 in its shortest spelling; a length behind a slash may stand for a delegated prefix. */
function addressOf(text: string): string | null {
  const address = text.replace(/\/\d{1,3}$/, '')
  if (isIPv4(address)) return address
  return isIPv6(address) ? shortest(address) : null
}

const shortest = (address: string): string =>
  new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1)

const lengths = Array.from({ length: 81 }, (_, index) => index + 48).filter(
  each => each <= 64 || each === 128,
)

function prefixesOf(address: string): string[] {
  const groups = groupsOf(address)
  return lengths.map(length => {
    const kept = groups.map((group, at) => {
      const bits = Math.min(Math.max(length - at * 16, 0), 16)
      return group & ((0xffff << (16 - bits)) & 0xffff)
    })
    return `${shortest(kept.map(group => group.toString(16)).join(':'))}/${length}`
  })
}

/** The eight groups; the address is in its shortest spelling. */
function groupsOf(address: string): number[] {
  const [head = '', tail] = address.split('::')
  const read = (part: string) => (part === '' ? [] : part.split(':').map(group => Number.parseInt(group, 16)))
  const left = read(head)
  const right = tail === undefined ? [] : read(tail)
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right]
}
