/**
 * Rows by id, never changed in place: a change makes new `Rows` that share all but one small part with the old ones, so
 * an event costs the same whether a hundred rows are held or fifty thousand.
 */
import type { ConversationListItem } from '../api/types.ts'

type Row = ConversationListItem
type Part = Readonly<Record<string, Row>>

const partsCount = 256

/** By the end of the id: its beginning is a moment, and rows of one day would all share a part. */
const partOf = (id: string): number => Number.parseInt(id.slice(-2), 16) % partsCount || 0

export class Rows {
  readonly parts: readonly Part[]
  readonly size: number

  private constructor(parts: readonly Part[], size: number) {
    this.parts = parts
    this.size = size
  }

  static readonly none = new Rows(Array(partsCount).fill({}), 0)

  get(id: string): Row | undefined {
    return this.parts[partOf(id)]?.[id]
  }

  /** These with others added or replaced; of two with one id the later stays. */
  with(rows: readonly Row[]): Rows {
    const parts = [...this.parts]
    const fresh = new Map<number, Record<string, Row>>()
    let { size } = this
    for (const row of rows) {
      const at = partOf(row.id)
      let part = fresh.get(at)
      if (!part) {
        part = { ...parts[at] }
        fresh.set(at, part)
        parts[at] = part
      }
      if (!part[row.id]) size += 1
      part[row.id] = row
    }
    return new Rows(parts, size)
  }

  without(ids: readonly string[]): Rows {
    const parts = [...this.parts]
    let { size } = this
    for (const id of ids) {
      const at = partOf(id)
      if (!parts[at]?.[id]) continue
      const { [id]: _, ...others } = parts[at]
      parts[at] = others
      size -= 1
    }
    return new Rows(parts, size)
  }

  /** Only those of these ids. */
  only(ids: readonly string[]): Rows {
    return Rows.none.with(ids.flatMap(id => this.get(id) ?? []))
  }

  values(): Row[] {
    return this.parts.flatMap(part => Object.values(part))
  }

  /** Ids of rows that are not the very same in `before`. */
  changedSince(before: Rows): string[] {
    return this.parts.flatMap((part, at) => {
      const was = before.parts[at]
      return part === was ? [] : Object.keys(part).filter(id => part[id] !== was?.[id])
    })
  }
}
