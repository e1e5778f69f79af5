/** Our refusals in the identity library's own kind of error, which its hooks and endpoints pass on. */
import { APIError } from 'better-auth/api'
import { Refusal } from '../../refusal.ts'

const statuses = {
  invalid: 'UNPROCESSABLE_ENTITY',
  'signed-out': 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  'too-many': 'TOO_MANY_REQUESTS',
  upstream: 'BAD_GATEWAY',
} as const

type Kind = keyof typeof statuses

/** `code` is what programs look at; people read `message`. */
export function refuse(kind: Kind, code: string, message: string, more: Record<string, unknown> = {}): never {
  const { retryAfter } = more
  throw new APIError(
    statuses[kind],
    { message, code, ...more },
    typeof retryAfter === 'number' ? { 'Retry-After': String(retryAfter) } : {},
  )
}

/** Runs `work`; a Refusal comes out as an answer instead of as a bug. */
export async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const kind = error.kind in statuses ? (error.kind as Kind) : 'forbidden'
    return refuse(kind, error.kind.toUpperCase().replaceAll('-', '_'), error.message, error.more)
  }
}
