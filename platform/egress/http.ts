/** HTTP requests to hosts that a user, an operator or a provider named. */
import { Agent, type Dispatcher } from 'undici'
import { createConnector } from './connect.ts'
import { type EgressAnswer, exchange } from './exchange.ts'
import { EgressFailure } from './failure.ts'
import type { Resolver } from './resolve.ts'

export type EgressRequest = {
  method?: string
  headers?: Record<string, string>
  body?: string | Buffer
  /** Over the whole exchange, connecting included; 20,000 when absent. */
  timeoutMs?: number
  /** Largest answer taken, in bytes; 25 MB when absent. */
  maxBytes?: number
}

export type EgressHttp = (url: string, init?: EgressRequest) => Promise<EgressAnswer>

/**
 * A client with its own pool of connections. It follows no redirect, keeps no cookie, reads no proxy setting and
 * repeats nothing: whether to send again is the caller's decision.
 */
export function createHttp(resolve: Resolver): { http: EgressHttp; close(): Promise<void> } {
  const agent = new Agent({
    connect: createConnector(resolve),
    connections: 64, // per origin; more requests wait, and a request that waited out its time was not sent
    pipelining: 1,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 30_000,
    headersTimeout: 0, // one deadline over the whole exchange instead
    bodyTimeout: 0,
  })
  return {
    http: async (url, init = {}) => {
      const { timeoutMs = 20_000, maxBytes = 25_000_000 } = init
      return exchange(agent, asDispatch(url, init), { timeoutMs, maxBytes })
    },
    close: () => agent.destroy(),
  }
}

function asDispatch(text: string, init: EgressRequest): Dispatcher.DispatchOptions {
  const url = checkedUrl(text)
  const headers = init.headers ?? {}
  for (const [name, value] of Object.entries(headers)) checkHeader(name, value)
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method: (init.method ?? 'GET').toUpperCase(),
    headers,
    body: init.body ?? null,
  }
}

function checkedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    throw new EgressFailure(`"${text.slice(0, 200)}" is not an http or https address`)
  }
  if (url.username !== '' || url.password !== '') {
    throw new EgressFailure('The address carries a user name or password; send them in a header instead')
  }
  return url
}

function checkHeader(name: string, value: string) {
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name)) throw new EgressFailure('A header name is not a token')
  // The host header would also choose the TLS name, apart from the address that was checked.
  if (name.toLowerCase() === 'host') throw new EgressFailure('The host header follows from the address')
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0
    if (code === 9 || (code >= 32 && code !== 127 && code <= 255)) continue
    throw new EgressFailure(`The header ${name} holds a line break or a character HTTP does not carry`)
  }
}
