/** What an adapter is lent: egress, with its failures in the channel's words. */
import { ChannelFailure, type Io } from '../channels/channel.ts'
import { type Egress, EgressFailure } from '../platform/egress/index.ts'

export function channelIo(egress: Egress): Io {
  return {
    http: (url, init) => egress.http(url, init).catch(rethrow),
    resolve: (host, port) => egress.resolve(host, port).catch(rethrow),
  }
}

function rethrow(error: unknown): never {
  if (error instanceof EgressFailure) {
    const outcome = error.forbidden ? 'rejected' : error.sent === 'no' ? 'retry' : 'unknown'
    throw new ChannelFailure(outcome, error.message, { code: error.forbidden ? 'forbidden-host' : 'network' })
  }
  throw error
}
