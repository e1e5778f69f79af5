/** What the server finds for the words typed into the palette. Earlier answers stay until the next one comes. */
import { wordsOf } from '../api/client.ts'
import { type Found, find } from '../search/calls.ts'

const pauseMs = 150
const fewest = 2

export class FoundThere {
  answer = $state.raw<Found | null>(null)
  failure = $state<string | null>(null)
  busy = $state(false)
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked = 0

  /** Asks once nothing more is typed for a moment. An answer that a later question overtook is dropped. */
  look(text: string): void {
    clearTimeout(this.#timer)
    const q = text.trim()
    const turn = ++this.#asked
    this.failure = null
    this.busy = q.length >= fewest
    if (!this.busy) {
      this.answer = null
      return
    }
    this.#timer = setTimeout(() => void this.#ask(q, turn), pauseMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#asked += 1
  }

  async #ask(q: string, turn: number): Promise<void> {
    try {
      const answer = await find(q, null)
      if (turn === this.#asked) this.answer = answer
    } catch (error) {
      if (turn === this.#asked) this.failure = wordsOf(error)
    } finally {
      if (turn === this.#asked) this.busy = false
    }
  }
}
