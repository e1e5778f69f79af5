/** Rows that came while a list is shown: they wait behind a button, so that nothing moves under the pointer. */

import type { Paged, PageOf, Query } from '../records/paged.svelte.ts'
import { above } from './changes.ts'

type Row = { id: string }

/** Sorted otherwise, a new row belongs somewhere among the others: it is there when asked anew. */
const isNewestFirst = ({ sort }: Query) => !sort || sort === '-start'

export class Fresh<R extends Row> {
  waiting = $state.raw<R[]>([])
  readonly #list: Paged<R>
  readonly #find: (query: Query, cursor: null) => Promise<PageOf<R>>
  #query: Query = {}
  #isLooking = false
  #isAsked = false

  constructor(list: Paged<R>, find: (query: Query, cursor: null) => Promise<PageOf<R>>) {
    this.#list = list
    this.#find = find
  }

  /** The list answers another question now. */
  begin(query: Query): void {
    this.#query = query
    this.waiting = []
  }

  /** Looks what the first page is now: rows that are shown change in place, others wait. Asked meanwhile, it looks again. */
  async look(): Promise<void> {
    if (this.#isLooking) {
      this.#isAsked = true
      return
    }
    this.#isLooking = true
    do {
      this.#isAsked = false
      await this.#lookOnce()
    } while (this.#isAsked)
    this.#isLooking = false
  }

  /** Puts those that wait where they belong: above the others. */
  show(): void {
    this.#list.rows = [...this.waiting, ...(this.#list.rows ?? [])]
    this.waiting = []
  }

  async #lookOnce(): Promise<void> {
    const query = this.#query
    // The next word looks again.
    const found = await this.#find(query, null).catch(() => null)
    if (!found || query !== this.#query || this.#list.rows === null) return
    if (this.#list.rows.length === 0) {
      if (found.items.length > 0) await this.#list.again()
      return
    }
    this.#list.replace((held, now) => held.id === now.id, ...found.items)
    this.waiting = isNewestFirst(query) ? above(this.#list.rows, found.items) : []
  }
}
