/** The list that opens at a sign (@, /, :) in the box: what it offers, where the keys stand, and when it stays closed. */

type Box = Pick<HTMLTextAreaElement, 'value' | 'selectionStart' | 'selectionEnd'>

/** What is being typed: from the sign at `start`, and the letters after it. */
export type TypedWord = { start: number; query: string }

export type WordRules<Choice> = {
  /** The word before the caret, when it may still become a choice. */
  word(text: string, caret: number): TypedWord | null
  choices(query: string): Choice[]
  /** Some are shown and cannot be chosen. */
  mayChoose?(choice: Choice): boolean
  /** What stands after the sign once it was chosen: over that the list does not open again. */
  after?(choice: Choice): string
  choose(word: TypedWord, choice: Choice): void
}

export class WordPicker<Choice> {
  #rules: WordRules<Choice>
  #word = $state.raw<TypedWord | null>(null)
  /** Where the arrow keys went; null while they were not used. */
  #moved = $state<number | null>(null)
  /** A sign that was closed with Escape, or became this: it does not open again. */
  #shut: { start: number; sign: string; after: string } | null = null
  #sign = ''

  choices = $derived.by((): Choice[] => (this.#word ? this.#rules.choices(this.#word.query) : []))
  /** The choice the keys stand on; -1 where there is nothing to choose. */
  active = $derived(this.#moved ?? this.choices.findIndex(choice => this.mayChoose(choice)))

  constructor(rules: WordRules<Choice>) {
    this.#rules = rules
  }

  get isOpen(): boolean {
    return this.choices.length > 0
  }

  mayChoose(choice: Choice): boolean {
    return this.#rules.mayChoose?.(choice) ?? true
  }

  /** What the box says of itself while this is open. */
  combobox(listId: string) {
    return {
      role: 'combobox',
      'aria-expanded': true,
      'aria-controls': listId,
      'aria-activedescendant': this.active >= 0 ? `${listId}-${this.active}` : undefined,
    } as const
  }

  /** The text or the caret changed. */
  look({ value, selectionStart, selectionEnd }: Box): void {
    const word = selectionStart === selectionEnd ? this.#rules.word(value, selectionStart) : null
    const shut = this.#shut
    if (shut && !value.startsWith(shut.sign + shut.after, shut.start)) this.#shut = null
    const next = word && word.start === this.#shut?.start ? null : word
    if (next?.start !== this.#word?.start || next?.query !== this.#word?.query) this.#moved = null
    this.#sign = next ? (value[next.start] ?? '') : ''
    this.#word = next
  }

  close(): void {
    this.#word = null
  }

  choose(choice: Choice): void {
    const word = this.#word
    if (!word || !this.mayChoose(choice)) return
    this.#shut = { start: word.start, sign: this.#sign, after: this.#rules.after?.(choice) ?? '' }
    this.#word = null
    this.#rules.choose(word, choice)
  }

  /** True when the key was for the list. Keys of an input method are for its own list. */
  keydown(event: KeyboardEvent): boolean {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey
    // Safari ends a composition before it tells the key that ended it; that key has this code.
    if (!this.isOpen || !isPlain || event.isComposing || event.keyCode === 229) return false
    if (!this.#take(event.key)) return false
    event.preventDefault()
    return true
  }

  #take(key: string): boolean {
    const word = this.#word
    const choice = this.choices[this.active]
    if (key === 'ArrowDown' || key === 'ArrowUp') this.#step(key === 'ArrowDown' ? 1 : -1)
    else if (key === 'Escape' && word) {
      this.#shut = { start: word.start, sign: this.#sign, after: '' }
      this.#word = null
    } else if ((key === 'Enter' || key === 'Tab') && choice) this.choose(choice)
    else return false
    return true
  }

  #step(by: 1 | -1): void {
    const { length } = this.choices
    const from = this.active === -1 && by === -1 ? 0 : this.active
    this.#moved = (from + by + length) % length
  }
}
