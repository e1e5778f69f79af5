/** The one door out of this machine for every host a user can name. Nothing else opens connections to such hosts. */
import { readAllowList } from './allow.ts'
import { createHttp, type EgressHttp } from './http.ts'
import { createResolver } from './resolve.ts'

export { EgressFailure } from './failure.ts'
export type { EgressRequest } from './http.ts'

export type Egress = {
  /** One request, no redirects, never repeated. Throws EgressFailure. */
  http: EgressHttp
  /**
   * The checked address to connect to for a host a user named; connect to it, not to the name. Give the port and the
   * protocol ("https:") when they are known: allow-list entries that name them count only then. Throws EgressFailure.
   */
  resolve(host: string, port?: number, protocol?: string): Promise<string>
  /** Ends every connection; a request still running fails with what is known of it, later ones with sent 'no'. */
  close(): Promise<void>
}

/**
 * `allow` lists what may be reached although it is private: origins, host:port, hosts, addresses, address blocks.
 * Throws on an entry that is none of these.
 */
export function createEgress(options: { allow?: string[] }): Egress {
  const resolver = createResolver(readAllowList(options.allow ?? []))
  const { http, close } = createHttp(resolver)
  return {
    http,
    close,
    resolve: async (host, port, protocol) =>
      (await resolver({ host, port, ...(protocol === undefined ? {} : { protocol }) }))[0],
  }
}
