/** The list that opens at an @ in the note box: what it offers, where the keys stand, and when it stays closed. */
import { type MentionChoice, type MentionWord, mentionWord, ranked } from './mention-word.ts'

type Box = Pick<HTMLTextAreaElement, 'value' | 'selectionStart' | 'selectionEnd'>

export class MentionPicker {
  #all: () => MentionChoice[]
  #choose: (word: MentionWord, choice: MentionChoice) => void
  #word = $state.raw<MentionWord | null>(null)
  /** Where the arrow keys went; null while they were not used. */
  #moved = $state<number | null>(null)
  /** An @ that was closed with Escape, or became this name: it does not open again. */
  #shut: { start: number; name: string } | null = null

  choices = $derived.by(() => (this.#word ? ranked(this.#all(), this.#word.query) : []))
  /** The choice the keys stand on; -1 where there is nobody to choose. */
  active = $derived(this.#moved ?? this.choices.findIndex(choice => choice.tells > 0))

  constructor(all: () => MentionChoice[], choose: (word: MentionWord, choice: MentionChoice) => void) {
    this.#all = all
    this.#choose = choose
  }

  get isOpen(): boolean {
    return this.choices.length > 0
  }

  /** What the box says of itself: a box for many lines at rest, one with a list of its own while that is open. */
  combobox(listId: string) {
    const resting = { 'aria-autocomplete': 'list', 'aria-haspopup': 'listbox' } as const
    if (!this.isOpen) return resting
    return {
      ...resting,
      role: 'combobox',
      'aria-expanded': true,
      'aria-controls': listId,
      'aria-activedescendant': this.active >= 0 ? `${listId}-${this.active}` : undefined,
    } as const
  }

  /** The text or the caret changed. */
  look({ value, selectionStart, selectionEnd }: Box): void {
    const word = selectionStart === selectionEnd ? mentionWord(value, selectionStart) : null
    const shut = this.#shut
    if (shut && (value[shut.start] !== '@' || !value.startsWith(shut.name, shut.start + 1))) this.#shut = null
    const next = word && word.start === this.#shut?.start ? null : word
    if (next?.start !== this.#word?.start || next?.query !== this.#word?.query) this.#moved = null
    this.#word = next
  }

  close(): void {
    this.#word = null
  }

  choose(choice: MentionChoice): void {
    const word = this.#word
    if (!word || choice.tells === 0) return
    this.#shut = { start: word.start, name: choice.name }
    this.#word = null
    this.#choose(word, choice)
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
      this.#shut = { start: word.start, name: '' }
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
