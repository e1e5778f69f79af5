/** One session on the screen, and what happens to it meanwhile. */
import { wordsOf } from '../api/client.ts'
import { type NetworkWord, networkCalls, type SessionDetail } from './calls.ts'
import { network } from './network.svelte.ts'

/** A sign-in may have been with this login. */
const soonMs = 5_000
/** Routers report on a session every few minutes: its traffic is looked up as often. */
const againMs = 60_000

export class ShownSession {
  detail = $state.raw<SessionDetail | null>(null)
  failure = $state<string | null>(null)
  readonly #id: string
  #soon: ReturnType<typeof setTimeout> | undefined

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
      clearTimeout(this.#soon)
    }
  }

  async load(): Promise<void> {
    clearTimeout(this.#soon)
    this.#soon = undefined
    try {
      this.detail = await networkCalls.session(this.#id)
      this.failure = null
    } catch (error) {
      if (!this.detail) this.failure = wordsOf(error)
    }
  }

  #hear(word: NetworkWord | null): void {
    if (!word || word.more || word.sessions.some(({ id }) => id === this.#id)) void this.load()
    else this.#soon ??= setTimeout(() => void this.load(), soonMs)
  }
}
