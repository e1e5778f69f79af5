/** One session on the screen, and what happens to it meanwhile. */
import { wordsOf } from '../api/client.ts'
import { type NetworkWord, networkCalls, type SessionDetail } from './calls.ts'
import { network } from './network.svelte.ts'

/** Routers report on a session every few minutes: its traffic is looked up as often. */
const againMs = 60_000

export class ShownSession {
  detail = $state.raw<SessionDetail | null>(null)
  failure = $state<string | null>(null)
  readonly #id: string

  constructor(id: string) {
    this.#id = id
  }

  /** Returns how to stop. */
  start(): () => void {
    void this.load()
    const unwatch = network.watch(word => this.#hear(word))
    const again = setInterval(() => document.hidden || void this.load(), againMs)
    return () => {
      unwatch()
      clearInterval(again)
    }
  }

  async load(): Promise<void> {
    try {
      this.detail = await networkCalls.session(this.#id)
      this.failure = null
    } catch (error) {
      if (!this.detail) this.failure = wordsOf(error)
    }
  }

  /** Also when another session of the login began: then this one has a younger sister. */
  #hear(word: NetworkWord | null): void {
    if (!word || word.refused + word.accepted + word.sessions.length > 0) this.#soon()
  }

  #isWaiting = false
  #soon(): void {
    if (this.#isWaiting) return
    this.#isWaiting = true
    void this.load().finally(() => {
      this.#isWaiting = false
    })
  }
}
