/** The operator's exceptions: destinations that may be reached although their address is private. */
import { type Block, inBlock, parseBlock, unmapped } from './addresses.ts'

/** Where a connection is about to go. `protocol` and `port` are absent when only a host was asked for. */
export type Destination = { host: string; port?: number | undefined; protocol?: string | undefined }

export type AllowList = (destination: Destination, address: number[]) => boolean

/**
 * Reads the entries once: an origin ("http://127.0.0.1:9000"), "host:port", "[v6]:port", a host, an address, or a
 * block ("10.0.0.0/8"). An entry with a port opens that port only. Throws on an entry it cannot read.
 */
export function readAllowList(entries: string[]): AllowList {
  const rules = entries.map(readEntry)
  return (destination, address) => rules.some(rule => rule(destination, address))
}

function readEntry(entry: string): AllowList {
  const text = entry.trim().toLowerCase()
  const block = parseBlock(text)
  if (block) return (_, address) => within(address, block)
  const parts = text.includes('://') ? readOrigin(text) : readHostPort(text)
  if (!parts) {
    throw new Error(
      `Allowed destination "${entry}" is not an origin, host, host:port, address or address block`,
    )
  }
  return to =>
    plainHost(to.host) === parts.host &&
    (parts.port === undefined || parts.port === to.port) &&
    (parts.protocol === undefined || parts.protocol === to.protocol)
}

/** A host as the rules compare it: lower case, without brackets or the trailing dot of a full domain name. */
export function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
}

/** The port a URL leads to, with the scheme's own when none is written. */
export function portOf(protocol: string, port: string): number {
  if (port !== '') return Number(port)
  return protocol === 'https:' ? 443 : 80
}

const within = (address: number[], block: Block) =>
  inBlock(unmapped(address), block) || inBlock(address, block)

function readOrigin(text: string): Destination | null {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return null
  const url = new URL(text)
  if (url.username || url.password || url.search || url.hash || url.pathname !== '/') return null
  return { host: plainHost(url.hostname), port: portOf(url.protocol, url.port), protocol: url.protocol }
}

function readHostPort(text: string): Destination | null {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/.exec(text)
  if (!match?.[1]) return null
  const port = match[2] === undefined ? undefined : Number(match[2])
  return port !== undefined && (port < 1 || port > 65535) ? null : { host: plainHost(match[1]), port }
}
