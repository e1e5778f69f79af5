/**
 * Gathers what arrives together: while one batch is being worked on, newcomers wait and form the next one. A lone item
 * starts at once, so gathering costs no latency when there is little to do and saves round trips when there is much.
 */
export type Gather<I, O> = {
  /** Resolves with this item's result, or rejects with what the batch threw. */
  add(item: I): Promise<O>
}

type Waiting<I, O> = { item: I; resolve: (result: O) => void; reject: (error: unknown) => void }

/** `work` gets up to `most` items in the order they came and answers one result per item. One batch at a time. */
export function gather<I, O>(most: number, work: (items: I[]) => Promise<O[]>): Gather<I, O> {
  let waiting: Waiting<I, O>[] = []
  let running = false

  async function run(): Promise<void> {
    running = true
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most)
      waiting = waiting.slice(most)
      try {
        const results = await work(batch.map(entry => entry.item))
        batch.forEach((entry, at) => {
          entry.resolve(results[at] as O)
        })
      } catch (error) {
        for (const entry of batch) entry.reject(error)
      }
    }
    running = false
  }

  return {
    add: item =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        if (!running) void run()
      }),
  }
}
