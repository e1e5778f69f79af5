/** Delivery states only move forward: a late or repeated receipt never takes a message back. */
import type { ReceiptState } from '../../channels/channel.ts'
import type { MessageState } from './shapes.ts'

const rank: Record<string, number> = { queued: 0, sending: 1, unknown: 2, sent: 3, delivered: 4, read: 5 }

/**
 * The state after a receipt. `failed` ends a message that was not yet delivered; proof of arrival outweighs an earlier
 * failure. "read" without "delivered" is normal.
 */
export function afterReceipt(now: MessageState, receipt: ReceiptState): MessageState {
  if (receipt === 'failed') return now === 'delivered' || now === 'read' ? now : 'failed'
  if (now === 'failed') return receipt === 'sent' ? 'failed' : receipt
  return (rank[receipt] ?? 0) > (rank[now] ?? 0) ? receipt : now
}
