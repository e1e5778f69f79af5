/**
 * Rows of one trail, in order of their numbers -> what is wrong with them. Pure. Remembers a few rows only, however long
 * the trail is.
 */
import { hashOf } from './chain.ts'
import type { StoredRow } from './stored.ts'

export type FaultKind = 'changed' | 'missing' | 'inserted' | 'beyond' | 'rewritten'

/** `row` where the row itself is not what was hashed: it may stand in another's place. */
export type Fault = { kind: FaultKind; from: bigint; to: bigint; row?: StoredRow | undefined }

export type ChainOrder = {
  /** Stands before the first row. */
  start: { seq: bigint; hash: string }
  /** The number the chain should end with. */
  end: bigint
  /** Hashes that were exported, by number. */
  exported?: ReadonlyMap<bigint, string>
}

/** More of the same number than this are counted, not compared. */
const mostOfOneNumber = 100

export class ChainCheck {
  readonly faults: Fault[] = []
  readonly #order: ChainOrder
  /** The last number seen, and the hashes its row may have; null when that cannot be known. */
  #at: bigint
  #hashes: string[] | null
  #group: StoredRow[] = []
  #more = 0
  #rewritten = false

  constructor(order: ChainOrder) {
    this.#order = order
    this.#at = order.start.seq
    this.#hashes = [order.start.hash]
  }

  /** After the last row: the number reached, and the hashes its row may have (null: it was changed). */
  finish(): { seq: bigint; hashes: readonly string[] | null } {
    this.#closeGroup()
    return { seq: this.#at, hashes: this.#hashes }
  }

  add(row: StoredRow): void {
    if (this.#group[0] && this.#group[0].seq !== row.seq) this.#closeGroup()
    if (this.#group.length < mostOfOneNumber) this.#group.push(row)
    else this.#more += 1
  }

  #closeGroup(): void {
    const rows = this.#group
    const seq = BigInt(rows[0]?.seq ?? 0)
    const more = this.#more
    this.#group = []
    this.#more = 0
    if (rows.length === 0) return
    if (more > 0) this.faults.push({ kind: 'inserted', from: seq, to: seq })
    if (seq <= this.#order.start.seq) this.#inserted(rows)
    else if (seq > this.#order.end) this.#beyond(seq, rows)
    else this.#place(seq, rows)
  }

  #inserted(rows: StoredRow[]): void {
    for (const row of rows) {
      const seq = BigInt(row.seq)
      this.faults.push({ kind: 'inserted', from: seq, to: seq, row: isWhole(row) ? undefined : row })
    }
  }

  /** Above the head: either the head was turned back, or somebody put rows there. */
  #beyond(seq: bigint, rows: StoredRow[]): void {
    const [row] = rows
    if (rows.length === 1 && row && seq === this.#at + 1n && isWhole(row) && this.#links(row)) {
      this.faults.push({ kind: 'beyond', from: seq, to: seq })
      this.#move(seq, [row.hash])
    } else this.#inserted(rows)
  }

  #place(seq: bigint, rows: StoredRow[]): void {
    if (seq > this.#at + 1n) {
      this.faults.push({ kind: 'missing', from: this.#at + 1n, to: seq - 1n })
      this.#hashes = null
    }
    const whole = rows.filter(isWhole)
    const linked = whole.filter(row => this.#links(row))
    const real = linked.length > 0 ? linked : whole
    if (real.length === 0) {
      this.faults.push({ kind: 'changed', from: seq, to: seq, row: rows[0] })
      this.#inserted(rows.slice(1))
      this.#move(seq, null)
      return
    }
    // Whole, but following another row than the one before it: that one was written anew, with a hash to match.
    if (linked.length === 0) {
      const wrong = this.#at > this.#order.start.seq ? this.#at : seq
      this.faults.push({ kind: 'changed', from: wrong, to: wrong })
    }
    this.#inserted(rows.filter(row => !real.includes(row)))
    // Several that would all fit: one of them is real, and the next row may follow any.
    this.#inserted(real.slice(1))
    this.#compareExported(seq, real)
    this.#move(
      seq,
      real.map(row => row.hash),
    )
  }

  /** A chain written anew holds together by itself; a hash that left the database in time does not lie on it. */
  #compareExported(seq: bigint, rows: StoredRow[]): void {
    const hash = this.#order.exported?.get(seq)
    if (hash === undefined || this.#rewritten || rows.some(row => row.hash === hash)) return
    this.#rewritten = true
    this.faults.push({ kind: 'rewritten', from: this.#order.start.seq + 1n, to: seq })
  }

  #links(row: StoredRow): boolean {
    return this.#hashes === null || this.#hashes.includes(row.previousHash)
  }

  #move(seq: bigint, hashes: string[] | null): void {
    this.#at = seq
    this.#hashes = hashes
  }
}

/** Whether a row's hash is the hash of what it says. */
export const isWhole = (row: StoredRow): boolean => hashOf(row.previousHash, row) === row.hash
