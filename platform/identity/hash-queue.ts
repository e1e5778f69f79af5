/** A line in front of heavy work: a few at once, some waiting, and whoever comes after that is told so at once. */
import { Refusal } from '../refusal.ts'

export type HashQueue = {
  /** Refuses with "too-many", before any work, when the line is full. */
  run<T>(work: () => Promise<T>): Promise<T>
  /** Waits however long the line is: for work that no stranger can cause. */
  runPatiently<T>(work: () => Promise<T>): Promise<T>
  /** True while `run` would refuse. */
  isFull(): boolean
}

export const tooManyAtOnce = () =>
  new Refusal('too-many', 'Too many sign-ins at once. Try again in a moment.', { retryAfter: 2 })

export function createHashQueue(options: { atOnce: number; waiting: number }): HashQueue {
  let running = 0
  const line: (() => void)[] = []

  async function enter<T>(work: () => Promise<T>): Promise<T> {
    if (running >= options.atOnce) await new Promise<void>(resolve => line.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      // The place goes to the next in line, or becomes free.
      const next = line.shift()
      if (next) next()
      else running -= 1
    }
  }

  const isFull = () => running >= options.atOnce && line.length >= options.waiting
  return {
    isFull,
    run: async work => {
      if (isFull()) throw tooManyAtOnce()
      return enter(work)
    },
    runPatiently: enter,
  }
}
