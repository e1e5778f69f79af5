/**
 * How fake providers post webhooks: at least once, retried with back-off until a 2xx, through refused connections and
 * killed processes. Posts of one lane go out in order; lanes do not wait for each other.
 */

export type Post = { lane: string; body: string; headers: Record<string, string>; onDelivered?: () => void }

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 1_000
const ATTEMPT_TIMEOUT_MS = 10_000

export class Deliveries {
  readonly #target: () => string | null
  readonly #lanes = new Map<string, Post[]>()
  readonly #stopped = new AbortController()
  readonly #sleepers = new Set<() => void>()
  #waiters: (() => void)[] = []
  #problem: string | null = null

  /** `target` is asked before every attempt, so the address may come, go and change. */
  constructor(target: () => string | null) {
    this.#target = target
  }

  post(post: Post): void {
    const lane = this.#lanes.get(post.lane)
    if (lane) {
      lane.push(post)
      return
    }
    const fresh = [post]
    this.#lanes.set(post.lane, fresh)
    void this.#run(post.lane, fresh)
  }

  /** How many posts have not been answered with 2xx yet. */
  pending(): number {
    return [...this.#lanes.values()].reduce((sum, lane) => sum + lane.length, 0)
  }

  /** Resolves when nothing is pending, or when deliveries were stopped. */
  idle(): Promise<void> {
    if (this.pending() === 0) return Promise.resolve()
    return new Promise(resolve => this.#waiters.push(resolve))
  }

  /** Tries what is waiting for its next attempt now. */
  wake(): void {
    for (const resolve of [...this.#sleepers]) resolve()
  }

  /** What went wrong at the last failed attempt; null when none failed. */
  problem(): string | null {
    return this.#problem
  }

  stop(): void {
    this.#stopped.abort()
    this.#lanes.clear()
    this.wake()
    this.#settle()
  }

  async #run(name: string, lane: Post[]): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS
    while (!this.#stopped.signal.aborted) {
      const post = lane[0]
      if (post === undefined) break
      const delivered = await this.#attempt(post)
      if (this.#stopped.signal.aborted) return
      if (delivered) {
        lane.shift()
        post.onDelivered?.()
        pauseMs = FIRST_PAUSE_MS
      } else {
        await this.#pause(pauseMs)
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      }
    }
    this.#lanes.delete(name)
    this.#settle()
  }

  async #attempt(post: Post): Promise<boolean> {
    const url = this.#target()
    if (url === null) return false
    try {
      const signal = AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)])
      const answer = await fetch(url, { method: 'POST', headers: post.headers, body: post.body, signal })
      await answer.arrayBuffer()
      if (!answer.ok) this.#problem = `Wrong response from the webhook: ${answer.status}`
      return answer.ok
    } catch (error) {
      this.#problem = error instanceof Error ? String(error.cause ?? error) : String(error)
      return false
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise(resolve => {
      const done = () => {
        clearTimeout(timer)
        this.#sleepers.delete(done)
        resolve()
      }
      const timer = setTimeout(done, ms).unref()
      this.#sleepers.add(done)
    })
  }

  #settle(): void {
    if (this.pending() > 0) return
    const done = this.#waiters
    this.#waiters = []
    for (const resolve of done) resolve()
  }
}
