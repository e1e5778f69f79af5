/** The ways a fake provider can fail the next send, and what its ledger then holds. */

/**
 * - refuse-4xx: refused for good, not in the ledger
 * - rate-limit: 429 with a wait of one second, not in the ledger
 * - server-error-before: 5xx, not in the ledger
 * - accept-then-500: in the ledger, answered 500
 * - accept-then-hang-up: in the ledger, socket destroyed without an answer
 * - hang: never answered until the fake stops, not in the ledger
 * - signed-out: the credentials are said to be void, not in the ledger
 */
export type FailKind =
  | 'refuse-4xx'
  | 'rate-limit'
  | 'server-error-before'
  | 'accept-then-500'
  | 'accept-then-hang-up'
  | 'hang'
  | 'signed-out'
