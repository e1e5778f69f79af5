/**
 * Fetches ahead what is likely opened next: the rows beside the one shown, and the one somebody points at. Only when the
 * page has nothing else to do and there is a network, a few at a time; what is not likely any more is not fetched.
 */

type AheadParts = {
  fetch(id: string): Promise<void>
  isHeld(id: string): boolean
  isOnline(): boolean
  /** Runs it when the page is idle. */
  idle(run: () => void): void
}

const mostAtOnce = 2

export class Ahead {
  readonly #parts: AheadParts
  #beside: string[] = []
  #pointedAt: string | null = null
  #underWay = 0
  #isWaiting = false

  constructor(parts: AheadParts) {
    this.#parts = parts
  }

  /** The rows beside the shown one, the likeliest first. They replace those of before. */
  beside(ids: string[]): void {
    this.#beside = ids
    this.#soon()
  }

  point(id: string): void {
    this.#pointedAt = id
    this.#soon()
  }

  #soon(): void {
    if (this.#isWaiting || this.#underWay >= mostAtOnce || !this.#next()) return
    this.#isWaiting = true
    this.#parts.idle(() => {
      this.#isWaiting = false
      this.#start()
    })
  }

  #start(): void {
    const id = this.#parts.isOnline() ? this.#next() : undefined
    if (!id) return
    this.#drop(id)
    this.#underWay++
    void this.#parts.fetch(id).finally(() => {
      this.#underWay--
      this.#soon()
    })
    this.#soon()
  }

  #next(): string | undefined {
    const wanted = [...(this.#pointedAt ? [this.#pointedAt] : []), ...this.#beside]
    return wanted.find(id => !this.#parts.isHeld(id))
  }

  #drop(id: string): void {
    if (this.#pointedAt === id) this.#pointedAt = null
    this.#beside = this.#beside.filter(other => other !== id)
  }
}

/** The ids within `reach` of this one, the nearest first; those below before those above. */
export function besideIn(shown: readonly string[], id: string | null, reach: number): string[] {
  const at = id === null ? -1 : shown.indexOf(id)
  if (at === -1) return []
  const steps = Array.from({ length: reach }, (_, step) => step + 1)
  return steps.flatMap(step => [shown[at + step], shown[at - step]]).filter(other => other !== undefined)
}
