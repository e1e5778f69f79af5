/** What was found last. It outlives the page, so that coming back shows the same list at the same place. */
import { wordsOf } from '../api/client.ts'
import { type ExactHit, find, type SearchHit } from './calls.ts'

class Results {
  exact = $state.raw<ExactHit[]>([])
  items = $state.raw<SearchHit[]>([])
  problems = $state.raw<string[]>([])
  failure = $state<string | null>(null)
  busy = $state(false)
  /** What the rows on the screen answer; null before the first answer. */
  q = $state<string | null>(null)
  /** Where the list was scrolled to, and the row the keys stand on. */
  scrollTop = 0
  cursor = $state(-1)
  #next = $state<string | null>(null)
  #asked = 0
  #memberId = ''

  get hasMore(): boolean {
    return this.#next !== null
  }

  async show(q: string): Promise<void> {
    if (q === this.q && this.failure === null) return
    this.scrollTop = 0
    this.cursor = -1
    await this.#load(q, null)
  }

  async more(): Promise<void> {
    if (this.q !== null && this.#next !== null && !this.busy) await this.#load(this.q, this.#next)
  }

  /** Forgets what was found for somebody else. */
  belongTo(memberId: string): void {
    if (memberId === this.#memberId) return
    this.#memberId = memberId
    this.#asked += 1
    this.q = null
    this.exact = []
    this.items = []
    this.problems = []
    this.failure = null
    this.busy = false
    this.#next = null
  }

  /** An answer that a later question overtook is dropped. */
  async #load(q: string, cursor: string | null): Promise<void> {
    const turn = ++this.#asked
    this.busy = true
    this.failure = null
    try {
      const found = await find(q, cursor)
      if (turn !== this.#asked) return
      if (cursor === null) this.exact = found.exact
      this.items = cursor === null ? found.items : [...this.items, ...found.items]
      this.problems = found.problems
      this.#next = found.next
      this.q = q
    } catch (error) {
      if (turn === this.#asked) this.failure = wordsOf(error)
    } finally {
      if (turn === this.#asked) this.busy = false
    }
  }
}

export const results = new Results()
