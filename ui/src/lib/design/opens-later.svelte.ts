/** A button whose panel or menu is fetched when it is first pressed. */
import { say } from '../words/say.ts'
import type { Later } from './later.svelte.ts'
import { notices } from './notices.svelte.ts'

type Some = Record<string, unknown>

export class OpensLater<Props extends Some, Exports extends Some, Bindings extends keyof Props | ''> {
  open = $state(false)
  /** The button: what opens stands beside it, and gives the focus back to it. */
  button = $state<HTMLElement>()
  #wasPressed = $state(false)
  readonly #later: Later<Props, Exports, Bindings>

  constructor(later: Later<Props, Exports, Bindings>) {
    this.#later = later
  }

  /** What opens; null until it was fetched for this button. */
  get component() {
    return this.#wasPressed ? this.#later.component : null
  }

  press = async (): Promise<void> => {
    await this.#later.fetch()
    this.#wasPressed = true
    if (this.component) this.open = !this.open
    else notices.say(say`That could not be loaded. Check the connection and press again.`)
  }

  /** A press on the button closes by itself: what is open must not close before that, or it would open again. */
  onInteractOutside = (event: Event): void => {
    if (this.button?.contains(event.target as Node)) event.preventDefault()
  }

  /** How the button stands, for those who do not see it. */
  get attributes() {
    return { 'aria-expanded': this.open, 'data-state': this.open ? 'open' : 'closed' } as const
  }
}
