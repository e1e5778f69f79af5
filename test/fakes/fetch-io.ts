/** The smallest honest `Io`: one request by fetch, no redirects, sorted into "never left" and "unknown". */
import { ChannelFailure, type Io } from '../../channels/channel.ts'

const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])

export const fetchIo: Io = {
  async http(url, init = {}) {
    try {
      const answer = await fetch(url, {
        method: init.method ?? 'GET',
        headers: init.headers ?? {},
        ...(init.body === undefined
          ? {}
          : { body: typeof init.body === 'string' ? init.body : new Uint8Array(init.body) }),
        redirect: 'manual',
        signal: AbortSignal.timeout(init.timeoutMs ?? 10_000),
      })
      const body = Buffer.from(await answer.arrayBuffer())
      return { status: answer.status, headers: Object.fromEntries(answer.headers), body }
    } catch (error) {
      const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined
      const left = !NEVER_LEFT.has(cause?.code ?? '')
      throw new ChannelFailure(left ? 'unknown' : 'retry', `${url}: ${cause?.code ?? String(error)}`)
    }
  },
  resolve: host => Promise.resolve(host),
}
