/** Opens the socket of a request: to an address that was checked, never to a name. */
import { isIP } from 'node:net'
import { buildConnector } from 'undici'
import { plainHost, portOf } from './allow.ts'
import { EgressFailure } from './failure.ts'
import type { Resolver } from './resolve.ts'

type Opened = Parameters<buildConnector.Callback>

const connectTimeoutMs = 8_000
const mostAddresses = 4

/**
 * A connector for undici that looks the host up once, checks every address and connects to those very addresses in
 * turn, so a name that changes its mind between check and use (DNS rebinding) gains nothing. The TLS name stays the host.
 */
export function createConnector(resolve: Resolver): buildConnector.connector {
  const open = buildConnector({ timeout: connectTimeoutMs })
  return (options, callback) => {
    connectInTurn(resolve, open, options).then(
      socket => callback(null, socket),
      error => callback(asFailure(options.hostname, error), null),
    )
  }
}

async function connectInTurn(
  resolve: Resolver,
  open: buildConnector.connector,
  options: buildConnector.Options,
) {
  const port = portOf(options.protocol, options.port)
  const addresses = await resolve({ host: options.hostname, port, protocol: options.protocol })
  const host = plainHost(options.hostname)
  let last: unknown
  for (const address of addresses.slice(0, mostAddresses)) {
    try {
      return await once(open, { ...options, hostname: address, servername: isIP(host) ? '' : host })
    } catch (error) {
      last = error
    }
  }
  throw last
}

function once(open: buildConnector.connector, options: buildConnector.Options) {
  return new Promise<NonNullable<Opened[1]>>((resolve, reject) => {
    open(options, (error, socket) => (socket ? resolve(socket) : reject(error)))
  })
}

/** Without a `code`, so that undici fails the waiting requests now instead of trying again on its own. */
function asFailure(host: string, error: unknown): EgressFailure {
  if (error instanceof EgressFailure) return error
  const words = error instanceof Error ? error.message : String(error)
  return new EgressFailure(`Could not connect to ${host}: ${words}`, { sent: 'no', cause: error })
}
