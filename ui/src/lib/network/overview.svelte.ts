/** The network now, as one page shows it: asked for once, moved on by what is told, and asked again for the rest. */
import { wordsOf } from '../api/client.ts'
import { type NetworkNow, type NetworkWord, networkCalls } from './calls.ts'
import { keptOrder, withWord } from './changes.ts'
import { network } from './network.svelte.ts'

/** What a word does not say (routers, words of refusal) is asked for after it, no more often than so. */
const soonMs = 5_000
/** The hour that is shown moves on by itself. */
const minuteMs = 60_000

export class Overview {
  now = $state.raw<NetworkNow | null>(null)
  failure = $state<string | null>(null)
  /** True while moving rows would pull them from under the pointer. */
  isHeld: () => boolean = () => false
  #soon: ReturnType<typeof setTimeout> | undefined

  /** Returns how to stop. */
  start(): () => void {
    void this.load()
    const unwatch = network.watch(word => this.#hear(word))
    const minutely = setInterval(() => document.hidden || void this.load(), minuteMs)
    return () => {
      unwatch()
      clearInterval(minutely)
      clearTimeout(this.#soon)
    }
  }

  async load(): Promise<void> {
    clearTimeout(this.#soon)
    this.#soon = undefined
    try {
      const now = await networkCalls.now()
      network.setTime(now.at)
      this.now =
        this.now && this.isHeld() ? { ...now, routers: keptOrder(this.now.routers, now.routers) } : now
      this.failure = null
    } catch (error) {
      // What was shown stays; only a page that has nothing yet says why.
      if (!this.now) this.failure = wordsOf(error)
    }
  }

  #hear(word: NetworkWord | null): void {
    if (!word) return void this.load()
    const isFirst = this.now?.routers.every(router => router.lastPacketAt === null) ?? false
    if (this.now) this.now = withWord(this.now, word)
    if (isFirst) void this.load()
    else this.#soon ??= setTimeout(() => void this.load(), soonMs)
  }
}
