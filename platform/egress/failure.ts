/**
 * Why a request through the door did not end with an answer.
 * - sent 'no': certainly nothing of the request reached the peer (forbidden, no such host, refused, no TLS)
 * - sent 'maybe': it broke, grew too large or timed out after a connection was made
 */
export class EgressFailure extends Error {
  override name = 'EgressFailure'
  readonly sent: 'no' | 'maybe'
  /** True when our own rules refused the address; trying again will not help. */
  readonly forbidden: boolean
  constructor(
    words: string,
    more: { sent: 'no' | 'maybe'; forbidden?: boolean; cause?: unknown } = { sent: 'no' },
  ) {
    super(words, more.cause === undefined ? undefined : { cause: more.cause })
    this.sent = more.sent
    this.forbidden = more.forbidden ?? false
  }
}
