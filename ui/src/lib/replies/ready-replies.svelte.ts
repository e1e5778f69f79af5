/** The ready-made answers this member may use: fetched when they are first wanted, and again now and then. */
import type { CannedReply } from '../api/types.ts'
import { replyCalls } from './calls.ts'

const freshMs = 60_000

class ReadyReplies {
  all = $state.raw<CannedReply[]>([])
  #loadedAt = 0

  /** Throws with words. */
  async load(): Promise<CannedReply[]> {
    this.#loadedAt = Date.now()
    const { items } = await replyCalls.list()
    this.all = items
    return items
  }

  /** While one begins to write: a failure leaves the list as it is, and the next time asks again. */
  freshen(): void {
    if (Date.now() - this.#loadedAt < freshMs) return
    void this.load().catch(() => {
      this.#loadedAt = 0
    })
  }
}

export const readyReplies = new ReadyReplies()
