/**
 * The ids of a view's rows in order, kept from one state of the rows to the next: what one event changes is taken out and
 * put in at its place, however many rows are held.
 */
import type { ConversationListItem, ConversationRow } from '../api/types.ts'
import { Rows } from './rows.ts'

type Row = ConversationListItem

export type Rule = {
  holds(row: ConversationRow): boolean
  compare(a: ConversationRow, b: ConversationRow): number
}

/** More changes than this part of all: sorting anew is cheaper than one place after the other. */
const manyShare = 1 / 8

export class Ordered {
  readonly #rule: Rule
  #rows = Rows.none
  #ids: string[] = []

  constructor(rule: Rule) {
    this.#rule = rule
  }

  /** Down to `end`, the last row fetched so far; null: all of them. */
  of(rows: Rows, end: ConversationRow | null): string[] {
    this.#follow(rows)
    if (!end) return [...this.#ids]
    const upTo = this.#ids.slice(0, this.#placeAfter(end))
    const last = rows.get(end.id)
    // It was fetched, wherever it stands by now.
    if (last && this.#rule.holds(last) && this.#rule.compare(last, end) > 0) upTo.push(last.id)
    return upTo
  }

  #follow(rows: Rows): void {
    if (rows === this.#rows) return
    const before = this.#rows
    const changed = rows.changedSince(before)
    const isGone = rows.size !== before.size + changed.filter(id => !before.get(id)).length
    if (isGone || changed.length > 16 + rows.size * manyShare) this.#sortAnew(rows)
    else this.#move(rows, changed)
  }

  #move(rows: Rows, changed: string[]): void {
    const before = this.#rows
    const left = new Set<number>()
    for (const id of changed) {
      const was = before.get(id)
      if (was && this.#rule.holds(was)) left.add(this.#placeAfter(was) - 1)
    }
    if (left.size > 0) this.#ids = this.#ids.filter((_, at) => !left.has(at))
    this.#rows = rows
    this.#put(changed.flatMap(id => rows.get(id) ?? []).filter(row => this.#rule.holds(row)))
  }

  #sortAnew(rows: Rows): void {
    this.#rows = rows
    this.#ids = rows
      .values()
      .filter(row => this.#rule.holds(row))
      .sort(this.#rule.compare)
      .map(row => row.id)
  }

  /** One pass over the ids, however many rows come in. */
  #put(fresh: Row[]): void {
    if (fresh.length === 0) return
    const places = fresh.sort(this.#rule.compare).map(row => ({ id: row.id, at: this.#placeAfter(row) }))
    const ids: string[] = []
    let from = 0
    for (const { id, at } of places) {
      for (; from < at; from += 1) ids.push(this.#ids[from] as string)
      ids.push(id)
    }
    for (; from < this.#ids.length; from += 1) ids.push(this.#ids[from] as string)
    this.#ids = ids
  }

  /** How many of the ids stand at or before where this row would. */
  #placeAfter(row: ConversationRow): number {
    let low = 0
    let high = this.#ids.length
    while (low < high) {
      const middle = (low + high) >> 1
      const there = this.#rows.get(this.#ids[middle] as string) as Row
      if (this.#rule.compare(there, row) <= 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
