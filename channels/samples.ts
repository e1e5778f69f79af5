/** What an adapter hands to the conformance suite: real-shaped input of its provider, made by us. */
import type { HookRequest } from './channel.ts'

export type ChannelSamples<S = unknown> = {
  /** Settings that the adapter's schema accepts, with example secrets. */
  settings: S
  /** Bodies a provider would post, each with a correct signature for `settings`. Absent for link-only channels. */
  hook?: {
    /** Signs a body as the provider would and wraps it as the request we would see at `url` (an example when absent). */
    request(body: Buffer, settings: S, url?: string): HookRequest
    /** A body holding two or more messages of two people. */
    batch: Buffer
    /** How many items `split` must find in `batch`. */
    batchItems: number
    /** A well-formed body of a kind the adapter does not know. */
    unknownKind: Buffer
    /** A body that cannot be parsed. */
    malformed: Buffer
  }
  /** Raw items for `read`, with what must come out. */
  raws: { name: string; raw: Buffer; expect: { types: string[]; fromValue?: string; text?: string } }[]
}
