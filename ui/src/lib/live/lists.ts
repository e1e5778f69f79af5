/** Keeps the held rows current beyond what the socket tells: after each connect, and now and then while connected. */
import { conversations } from '../api/calls.ts'
import { ListCursor, lookAgainMs, patiently } from './catch-up.ts'
import { live } from './live.svelte.ts'

class Lists {
  #cursor = new ListCursor(conversations)
  #turn = 0

  /** `again` fetches the lists anew and rejects when it cannot. A later call takes over from one that still tries. */
  async catchUp(again: () => Promise<void>): Promise<void> {
    const mine = ++this.#turn
    await patiently(
      () =>
        this.#cursor.catchUp({
          changed: items => live.dispatch({ type: 'listed', items }),
          anew: again,
        }),
      () => mine === this.#turn,
    )
  }

  /** Looks again every minute until the returned function is called. */
  watch(again: () => Promise<void>): () => void {
    const timer = setInterval(() => void this.catchUp(again), lookAgainMs)
    return () => {
      this.#turn++
      clearInterval(timer)
    }
  }
}

export const lists = new Lists()
