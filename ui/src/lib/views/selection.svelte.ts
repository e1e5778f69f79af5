/** The rows picked for one change to all of them: some by hand, or everything the view holds. */
class Selection {
  /** While it is on, a click on a row picks it. */
  isOn = $state(false)
  /** Everything in the view, also what is not on the screen. */
  isAll = $state(false)
  ids = $state.raw<ReadonlySet<string>>(new Set())
  /** Where a range begins. */
  #anchor: string | null = null

  has(id: string): boolean {
    return this.isAll || this.ids.has(id)
  }

  start(): void {
    this.isOn = true
  }

  toggle(id: string): void {
    this.isOn = true
    this.isAll = false
    const ids = new Set(this.ids)
    if (!ids.delete(id)) ids.add(id)
    this.ids = ids
    this.#anchor = id
  }

  /** Everything from where the last pick was to here, in the order shown. */
  extendTo(id: string, shown: string[]): void {
    const from = this.#anchor === null ? -1 : shown.indexOf(this.#anchor)
    const to = shown.indexOf(id)
    if (from === -1 || to === -1) {
      if (!this.ids.has(id)) this.toggle(id)
      return
    }
    this.ids = new Set([...this.ids, ...shown.slice(Math.min(from, to), Math.max(from, to) + 1)])
  }

  everything(): void {
    this.isAll = true
  }

  clear(): void {
    this.isOn = false
    this.isAll = false
    this.ids = new Set()
    this.#anchor = null
  }
}

export const selection = new Selection()
