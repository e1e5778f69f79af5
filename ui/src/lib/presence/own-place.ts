/** What this screen says of its person: which conversation it shows, and that they write in it. */

export type Writing = 'reply' | 'note'
export type Mouth = {
  view(conversationId: string | null): void
  type(conversationId: string, kind: Writing | null): void
}

const typedAgainMs = 3_000

export class OwnPlace {
  #mouth: Mouth
  #now: () => number
  #shown: string | null = null
  /** A page nobody looks at shows nothing. */
  #isSeen = true
  #typed: { id: string; kind: Writing; at: number } | null = null

  constructor(mouth: Mouth, now: () => number) {
    this.#mouth = mouth
    this.#now = now
  }

  show(conversationId: string): void {
    if (this.#shown === conversationId) return
    this.#shown = conversationId
    this.#typed = null
    if (this.#isSeen) this.#mouth.view(conversationId)
  }

  /** The page went away from it; another may be shown already. */
  hide(conversationId: string): void {
    if (this.#shown !== conversationId) return
    this.#shown = null
    this.#typed = null
    if (this.#isSeen) this.#mouth.view(null)
  }

  seen(isSeen: boolean): void {
    if (this.#isSeen === isSeen) return
    this.#isSeen = isSeen
    this.#typed = null
    if (this.#shown) this.#mouth.view(isSeen ? this.#shown : null)
  }

  /** With every keystroke; said at most every three seconds. An empty text is no writing. */
  typed(id: string, kind: Writing, text: string): void {
    if (text === '') {
      this.stopped(id)
      return
    }
    const at = this.#now()
    const last = this.#typed
    if (last?.id === id && last.kind === kind && at - last.at < typedAgainMs) return
    this.#typed = { id, kind, at }
    this.#mouth.type(id, kind)
  }

  /** Sent or thrown away. */
  stopped(id: string): void {
    if (this.#typed?.id !== id) return
    this.#typed = null
    this.#mouth.type(id, null)
  }
}
