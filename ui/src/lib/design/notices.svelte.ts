/** Short words about something that just did or did not work. */
import { Failure, wordsOf } from '../api/client.ts'

/** What can be done about it. */
type Action = { label: string; run: () => void }
export type Notice = { id: number; words: string; isFailure: boolean; action: Action | null }

const shownMs = 6_000
/** Long enough to read it, reach for it and press. */
const shownWithActionMs = 12_000

class Notices {
  items = $state.raw<Notice[]>([])
  #next = 1

  /** Answers its id, for whom it may be over before its time. */
  say(words: string, isFailure = false, action: Action | null = null): number {
    const id = this.#next++
    // Said again it is the same trouble still.
    const others = this.items.filter(one => one.words !== words || one.action !== null)
    this.items = [...others.slice(-2), { id, words, isFailure, action }]
    setTimeout(() => this.drop(id), action ? shownWithActionMs : shownMs)
    return id
  }

  /** Does what the notice offers. */
  act({ id, action }: Notice): void {
    this.drop(id)
    action?.run()
  }

  drop(id: number): void {
    this.items = this.items.filter(notice => notice.id !== id)
  }

  /**
   * Runs something and says what went wrong, if anything. True when it worked. `unasked`: nobody waits for it, so that
   * there is no network is not said again.
   */
  async attempt(run: () => Promise<unknown>, unasked = false): Promise<boolean> {
    try {
      await run()
      return true
    } catch (error) {
      if (unasked && error instanceof Failure && error.isNetwork) return false
      this.say(wordsOf(error), true)
      return false
    }
  }
}

export const notices = new Notices()
