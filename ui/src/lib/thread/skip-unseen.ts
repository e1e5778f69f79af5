/**
 * Long threads: bubbles out of sight are neither laid out nor painted. Each is drawn once first, and again when it
 * changed: so the browser knows its height (contain-intrinsic-size: auto), and nothing moves while one scrolls up.
 */
export class SkipUnseen {
  readonly #content: HTMLElement
  readonly #sizes: ResizeObserver
  readonly #changes: MutationObserver
  #width: number
  #frame = 0

  constructor(content: HTMLElement) {
    this.#content = content
    this.#width = content.clientWidth
    this.#changes = new MutationObserver(records => this.#draw(records))
    this.#changes.observe(content, { subtree: true, childList: true, characterData: true })
    this.#sizes = new ResizeObserver(() => this.#resized())
    this.#sizes.observe(content)
  }

  /** Draws what changed since, so that it can be measured now. */
  drawChanged(): void {
    this.#draw(this.#changes.takeRecords())
  }

  end(): void {
    this.#changes.disconnect()
    this.#sizes.disconnect()
    cancelAnimationFrame(this.#frame)
  }

  #draw(records: MutationRecord[]): void {
    for (const { target } of records) {
      const element = target instanceof Element ? target : target.parentElement
      element?.closest('article')?.style.removeProperty('content-visibility')
    }
    this.#settle()
  }

  #resized(): void {
    // Another width makes other heights: what was remembered is no longer true.
    if (this.#content.clientWidth !== this.#width) {
      this.#width = this.#content.clientWidth
      for (const bubble of this.#bubbles()) bubble.style.removeProperty('content-visibility')
    }
    this.#settle()
  }

  /** Heights are remembered at the end of a frame: what is there now may be skipped from the next one on. */
  #settle(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(() => {
      const drawn = this.#bubbles()
      this.#frame = requestAnimationFrame(() => {
        for (const bubble of drawn) bubble.style.setProperty('content-visibility', 'auto')
      })
    })
  }

  #bubbles(): HTMLElement[] {
    return [...this.#content.querySelectorAll('article')]
  }
}
