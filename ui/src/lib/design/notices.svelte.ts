/** Short words about something that just did or did not work. */
import { wordsOf } from '../api/client.ts'

export type Notice = { id: number; words: string; isFailure: boolean }

const shownMs = 6_000

class Notices {
  items = $state.raw<Notice[]>([])
  #next = 1

  say(words: string, isFailure = false): void {
    const id = this.#next++
    this.items = [...this.items.slice(-2), { id, words, isFailure }]
    setTimeout(() => this.drop(id), shownMs)
  }

  drop(id: number): void {
    this.items = this.items.filter(notice => notice.id !== id)
  }

  /** Runs something and says what went wrong, if anything. True when it worked. */
  async attempt(run: () => Promise<unknown>): Promise<boolean> {
    try {
      await run()
      return true
    } catch (error) {
      this.say(wordsOf(error), true)
      return false
    }
  }
}

export const notices = new Notices()
