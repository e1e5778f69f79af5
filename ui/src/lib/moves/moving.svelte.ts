/** What is about to change its conversation; the dialogs stand once in the thread and open by this. */
import type { Message } from '../api/types.ts'

class Moving {
  /** The message a person wants elsewhere. */
  message = $state.raw<Message | null>(null)
  /** The conversation a person wants to make one with another. */
  mergingId = $state<string | null>(null)
}

export const moving = new Moving()
