/** What each delivery state means, in words. */
import type { MessageState } from '../api/types.ts'

export const deliveryWords: Record<MessageState, string> = {
  received: 'Received',
  noted: 'Saved',
  queued: 'Queued',
  sending: 'Sending',
  sent: 'Sent',
  delivered: 'Delivered',
  read: 'Read',
  failed: 'Not sent',
  unknown: 'May not have arrived',
  cancelled: 'Taken back',
}
