/** A refusal is an expected answer with words for the person who asked; anything else thrown is a bug. */
export const refusals = {
  invalid: 422,
  'signed-out': 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  'too-large': 413,
  'too-many': 429,
  upstream: 502,
  unavailable: 503,
} as const

export type RefusalKind = keyof typeof refusals

export class Refusal extends Error {
  override name = 'Refusal'
  readonly kind: RefusalKind
  /** Added to the problem document, e.g. the messages a reply had not seen. */
  readonly more: Record<string, unknown>
  constructor(kind: RefusalKind, words: string, more: Record<string, unknown> = {}) {
    super(words)
    this.kind = kind
    this.more = more
  }
}
