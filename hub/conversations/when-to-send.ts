import { Refusal } from '../../platform/refusal.ts'

const furthestMs = 366 * 86_400_000

/**
 * The moment before which an answer is not handed over, from what its writer asked for; null: at once. A moment that is
 * past means at once; one more than a year ahead is refused.
 */
export function whenToSend(
  asked: { sendAfter?: string | null | undefined; holdSeconds?: number | undefined },
  now: Date,
): Date | null {
  const heldUntil = now.getTime() + (asked.holdSeconds ?? 0) * 1000
  const at = Math.max(asked.sendAfter ? Date.parse(asked.sendAfter) : 0, heldUntil)
  if (at - now.getTime() > furthestMs) {
    throw new Refusal('invalid', 'Choose a moment within the next year.')
  }
  return at > now.getTime() ? new Date(at) : null
}
