/** Passes on what comes in at once, and then no more often than so, merging what came meanwhile. By key. */

export type Paced<T> = { add(key: string, item: T): void; close(): void }

/** The next is passed on `everyMs` after the one before, and not before that one is done. */
export function createPaced<T>(
  everyMs: number,
  merge: (held: T, item: T) => T,
  pass: (key: string, item: T) => Promise<void>,
): Paced<T> {
  /** Keys that rest, each with what came meanwhile. */
  const resting = new Map<string, { held: T | undefined }>()
  let isClosed = false

  const start = (key: string, item: T) => {
    const rest: { held: T | undefined } = { held: undefined }
    resting.set(key, rest)
    const rested = new Promise<void>(resolve => setTimeout(resolve, everyMs).unref())
    // One that failed is the caller's to tell; the next is passed on all the same.
    void Promise.allSettled([pass(key, item), rested]).then(() => {
      resting.delete(key)
      if (rest.held !== undefined && !isClosed) start(key, rest.held)
    })
  }
  return {
    add(key, item) {
      if (isClosed) return
      const rest = resting.get(key)
      if (rest) rest.held = rest.held === undefined ? item : merge(rest.held, item)
      else start(key, item)
    },
    close() {
      isClosed = true
    },
  }
}
