/** What each delivery state means, in words. */
import type { MessageState } from '../api/types.ts'
import { say } from '../words/say.ts'

export const deliveryWords: Record<MessageState, string> = {
  received: say`Received`,
  noted: say`Saved`,
  queued: say`Queued`,
  sending: say`Sending`,
  sent: say`Sent`,
  delivered: say`Delivered`,
  read: say`Read`,
  failed: say`Not sent`,
  unknown: say`May not have arrived`,
  cancelled: say`Taken back`,
}
