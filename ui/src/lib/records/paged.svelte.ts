/** Rows of a list on the screen: the first that fit, and more as they are asked for. */
import { wordsOf } from '../api/client.ts'

export type Query = Record<string, string>
export type PageOf<Row> = { items: Row[]; next: string | null }

export class Paged<Row> {
  rows = $state.raw<Row[] | null>(null)
  failure = $state<string | null>(null)
  busy = $state(false)
  #next = $state<string | null>(null)
  #asked = 0
  #query: Query = {}
  readonly #find: (query: Query, cursor: string | null) => Promise<PageOf<Row>>

  constructor(find: (query: Query, cursor: string | null) => Promise<PageOf<Row>>) {
    this.#find = find
  }

  get hasMore(): boolean {
    return this.#next !== null
  }

  /** From the first row on. An answer that a later question overtook is dropped; what is shown stays until then. */
  show(query: Query): Promise<void> {
    this.#query = query
    return this.#load(null)
  }

  more(): Promise<void> {
    return this.#next === null || this.busy ? Promise.resolve() : this.#load(this.#next)
  }

  /** The same question once more. */
  again(): Promise<void> {
    return this.#load(null)
  }

  /** Shows rows as they are now; those that are not in the list are left out. */
  replace(isSame: (held: Row, changed: Row) => boolean, ...changed: Row[]): void {
    this.rows = this.rows?.map(held => changed.find(one => isSame(held, one)) ?? held) ?? null
  }

  async #load(cursor: string | null): Promise<void> {
    const turn = ++this.#asked
    this.busy = true
    this.failure = null
    try {
      const page = await this.#find(this.#query, cursor)
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
