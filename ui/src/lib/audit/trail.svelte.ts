/** The rows on the screen: the newest that fit, and older ones as they are asked for. */
import { wordsOf } from '../api/client.ts'
import { type AuditRow, audit } from './calls.ts'
import { type Filter, queryOf } from './filter.ts'

export class Trail {
  rows = $state.raw<AuditRow[] | null>(null)
  failure = $state<string | null>(null)
  busy = $state(false)
  #next = $state<string | null>(null)
  #asked = 0

  get hasMore(): boolean {
    return this.#next !== null
  }

  /** From the newest on. An answer that a later question overtook is dropped. */
  show(filter: Filter): Promise<void> {
    return this.#load(filter, null)
  }

  more(filter: Filter): Promise<void> {
    return this.#load(filter, this.#next)
  }

  async #load(filter: Filter, cursor: string | null): Promise<void> {
    const turn = ++this.#asked
    this.busy = true
    this.failure = null
    try {
      const page = await audit.find(queryOf(filter), cursor)
      if (turn !== this.#asked) return
      this.rows = cursor ? [...(this.rows ?? []), ...page.items] : page.items
      this.#next = page.next
    } catch (error) {
      if (turn === this.#asked) this.failure = wordsOf(error)
    } finally {
      if (turn === this.#asked) this.busy = false
    }
  }
}
