/** What the network does, told to the pages that show it for as long as they do. */
import { socket } from '../live/socket.svelte.ts'
import { now } from '../words/now.svelte.ts'
import type { NetworkWord } from './calls.ts'

/** Null: the connection is new, and something may have been missed. */
type Hear = (word: NetworkWord | null) => void

class Network {
  /** How far the server's clock is ahead of this one. */
  #aheadMs = $state(0)
  readonly #pages = new Set<Hear>()

  /** The server's time, ticking. */
  get time(): number {
    return now.at + this.#aheadMs
  }

  /** What the server said the time is. */
  setTime(at: string): void {
    const aheadMs = Date.parse(at) - Date.now()
    // A word on its way is late by some milliseconds: timers should not jump for that.
    if (Math.abs(aheadMs - this.#aheadMs) > 1_500) this.#aheadMs = aheadMs
  }

  /** Returns how to stop. */
  watch(hear: Hear): () => void {
    this.#pages.add(hear)
    socket.watchNetwork(true)
    return () => {
      this.#pages.delete(hear)
      if (this.#pages.size === 0) socket.watchNetwork(false)
    }
  }

  hear(word: NetworkWord): void {
    this.setTime(word.at)
    for (const hear of this.#pages) hear(word)
  }

  resume(): void {
    for (const hear of this.#pages) hear(null)
  }
}

export const network = new Network()
