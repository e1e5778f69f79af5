/** Host name -> addresses that may be connected to. The one look-up of a request happens here. */
import { lookup as systemLookup } from 'node:dns/promises'
import { isGlobal, parseAddress } from './addresses.ts'
import { type AllowList, type Destination, plainHost } from './allow.ts'
import { EgressFailure } from './failure.ts'

/** All addresses of a host, as the system's resolver gives them (hosts file, odd spellings and DNS included). */
export type Lookup = (host: string) => Promise<string[]>

/** At least one address, each checked. */
export type Addresses = [string, ...string[]]

export type Resolver = (destination: Destination) => Promise<Addresses>

/** IPv4 first: a machine with half an IPv6 route is common, one without IPv4 is not. */
export const lookupEverything: Lookup = async host =>
  (await systemLookup(host, { all: true, order: 'ipv4first' })).map(found => found.address)

/**
 * Resolves and checks every address; one forbidden address forbids the host, since whoever controls the name
 * controls their order. Throws EgressFailure with sent 'no'.
 */
export function createResolver(allows: AllowList, lookup: Lookup = lookupEverything): Resolver {
  return async destination => {
    const host = plainHost(destination.host)
    if (!/^[a-z0-9._:-]{1,253}$/.test(host))
      throw new EgressFailure(`"${destination.host}" is not a host name`)
    const addresses = await find(host, lookup)
    for (const text of addresses) {
      const address = parseAddress(text)
      if (address && (isGlobal(address) || allows({ ...destination, host }, address))) continue
      throw new EgressFailure(
        `${host} leads to ${text}, a private address. An operator can allow it in the list of allowed destinations.`,
        { sent: 'no', forbidden: true },
      )
    }
    return addresses
  }
}

async function find(host: string, lookup: Lookup): Promise<Addresses> {
  const [first, ...others] = await lookup(host).catch(cause => {
    throw new EgressFailure(`There is no host named ${host}, or the name server did not answer`, {
      sent: 'no',
      cause,
    })
  })
  if (first === undefined) throw new EgressFailure(`The host ${host} has no address`)
  return [first, ...others]
}
