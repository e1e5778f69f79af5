/** How far the first steps are. Asked again whenever something happened that may have been one. */
import { client, ok, wordsOf } from '../api/client.ts'
import { readStored, store } from '../live/stored.ts'
import type { Guidance } from './steps.ts'

const pauseMs = 400

class FirstSteps {
  now = $state.raw<Guidance | null>(null)
  failure = $state<string | null>(null)
  /** Put away by the person; the page itself stays. */
  isPutAway = $state(readStored('first-steps-away', false))
  #timer: ReturnType<typeof setTimeout> | undefined

  async load(): Promise<void> {
    try {
      this.now = await ok(client.GET('/api/guidance'))
      this.failure = null
    } catch (error) {
      this.failure = wordsOf(error)
    }
  }

  /** Soon; many things at once are asked about once. */
  again(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.load(), pauseMs)
  }

  putAway(): void {
    this.isPutAway = true
    store('first-steps-away', true)
  }
}

export const firstSteps = new FirstSteps()
