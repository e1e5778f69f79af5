/** Keeps the held rows current beyond what the socket tells: after each connect, and now and then while connected. */
import { conversations } from '../api/calls.ts'
import { ListCursor, type ListPlace, lookAgainMs, patiently } from './catch-up.ts'
import { live } from './live.svelte.ts'

class Lists {
  #cursor = new ListCursor(conversations)
  #turn = 0

  /** Where the held rows stand; null while that is not known. */
  get place(): ListPlace | null {
    return this.#cursor.place
  }

  /** The held rows are those of then; null: of nowhere. */
  begin(place: ListPlace | null): void {
    this.#cursor.place = place
  }

  /** `again` fetches the lists anew and rejects when it cannot. A later call takes over from one that still tries. */
  async catchUp(again: () => Promise<void>): Promise<void> {
    const mine = ++this.#turn
    await patiently(
      () =>
        this.#cursor.catchUp({
          changed: items => live.dispatch({ type: 'listed', items }),
          forget: () => live.forget(),
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
