/** What was posted to one side and what became of it, message by message. Times are performance.now() milliseconds. */
import pg from 'pg'

export class Ledger {
  /** When message n was posted, or in an open loop: was due. */
  readonly postedAt: number[] = []
  readonly arrivedAt: number[] = []
  readonly accepted = new Set<number>()
  refused = 0
  reposted = 0
  /** Live events beyond the first of a message. */
  repeated = 0
  lastArrivalAt = 0
  /** Neither arrived nor refused yet. */
  readonly #open = new Set<number>()
  #onSettled: (() => void) | undefined

  /** Answers the number of the message that is posted now. */
  post(at: number): number {
    const n = this.postedAt.push(at) - 1
    this.#open.add(n)
    return n
  }

  answered(n: number, status: number): void {
    if (status === 200) this.accepted.add(n)
    else {
      this.refused += 1
      this.#close(n)
    }
  }

  arrived(n: number): void {
    if (this.arrivedAt[n] !== undefined) {
      this.repeated += 1
      return
    }
    this.lastArrivalAt = performance.now()
    this.arrivedAt[n] = this.lastArrivalAt
    this.#close(n)
  }

  /** Resolves when every accepted message has arrived, or after `limitMs`; what is missing then is given up. */
  async settled(limitMs: number): Promise<void> {
    if (this.#open.size === 0) return
    await new Promise<void>(resolve => {
      const late = setTimeout(resolve, limitMs)
      this.#onSettled = () => {
        clearTimeout(late)
        resolve()
      }
    })
    this.#onSettled = undefined
    this.#open.clear()
  }

  #close(n: number): void {
    this.#open.delete(n)
    if (this.#open.size === 0) this.#onSettled?.()
  }

  /** Messages from number `first` on that were accepted and whose live event arrived. */
  completedSince(first: number): number[] {
    const numbers: number[] = []
    for (let n = first; n < this.postedAt.length; n += 1) {
      if (this.accepted.has(n) && this.arrivedAt[n] !== undefined) numbers.push(n)
    }
    return numbers
  }
}

export type Verdict = { lost: number; duplicated: number }

/**
 * Holds the ledger against the side's table: lost is what was answered 200 and is not stored, or was never told live;
 * duplicated is every row or live event beyond the first.
 */
export async function judge(
  ledger: Ledger,
  databaseUrl: string,
  numberOf: (text: string) => number | undefined,
): Promise<Verdict> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ text: string }>('SELECT text FROM messages')
    const stored = new Set(rows.map(row => numberOf(row.text)))
    const lost = [...ledger.accepted].filter(n => !stored.has(n) || ledger.arrivedAt[n] === undefined)
    return { lost: lost.length, duplicated: rows.length - stored.size + ledger.repeated }
  } finally {
    await client.end()
  }
}
