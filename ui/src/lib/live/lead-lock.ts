/** The lock that says who leads. The browser frees it when its page is closed or dies, and gives it to the next in line. */

type Turns = {
  /** It is ours. */
  lead(): void
  /** Another tab took it. */
  follow(): void
}

export class LeadLock {
  readonly #name: string
  readonly #turns: Turns
  readonly #locks: LockManager
  #line = new AbortController()
  #release = () => {}
  /** Counts what was asked for: only the latest matters. */
  #asked = 0
  #isOver = false

  constructor(name: string, locks: LockManager, turns: Turns) {
    this.#name = name
    this.#locks = locks
    this.#turns = turns
    this.#stand()
  }

  /** Takes it from a tab that holds it and does nothing with it. */
  takeOver(): void {
    this.#line.abort()
    this.#line = new AbortController()
    this.#ask({ steal: true })
  }

  leave(): void {
    this.#isOver = true
    this.#line.abort()
    this.#release()
  }

  #stand(): void {
    this.#ask({ signal: this.#line.signal })
  }

  #ask(options: LockOptions): void {
    const mine = ++this.#asked
    const isPast = () => this.#isOver || mine !== this.#asked
    let isOurs = false
    const held = () => {
      if (isPast()) return
      isOurs = true
      this.#turns.lead()
      return new Promise<void>(resolve => {
        this.#release = resolve
      })
    }
    this.#locks.request(this.#name, options, held).catch(() => {
      if (isPast()) return
      // Never given at all: this browser refuses locks here, and each tab is on its own.
      if (!isOurs) return this.#turns.lead()
      this.#turns.follow()
      this.#stand()
    })
  }
}
